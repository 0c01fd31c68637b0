/** The imports between Ink's files that are replaced, each with the function that makes the replacement from the original. */
const REPLACED = [
  {importer: 'renderer.js', imported: './output.js', by: 'rowOutput', from: './row-output.mjs'},
  {importer: 'squash-text-nodes.js', imported: './sanitize-ansi.js', by: 'knownTextsFirst', from: './known-texts.mjs'},
];

/** Gives Ink shortcuts for lines that are already prepared. The build fails when an import to replace is missing. */
export const inkPlugin = {
  name: 'ink',
  setup(build) {
    const missing = new Set(REPLACED);
    build.onResolve({filter: /^\.\/[\w-]+\.js$/}, ({path, importer, resolveDir}) => {
      const replaced = REPLACED.find(
        each => each.imported === path && importer.endsWith(`/node_modules/ink/build/${each.importer}`),
      );
      if (replaced === undefined) return;
      missing.delete(replaced);
      return {path: `${resolveDir}/${path.slice(2)}`, namespace: 'replaced', pluginData: replaced};
    });
    build.onLoad({filter: /./, namespace: 'replaced'}, ({path, pluginData: {by, from}}) => ({
      contents: [
        `import itself from ${JSON.stringify(path)};`,
        `import {${by}} from ${JSON.stringify(new URL(from, import.meta.url).pathname)};`,
        `export default ${by}(itself);`,
      ].join('\n'),
      resolveDir: '/',
    }));
    build.onEnd(({errors}) => {
      if (errors.length > 0 || missing.size === 0) return;
      const text = ({importer, imported}) =>
        `ink/build/${importer} does not import ${imported}: see scripts/bundle/ink-plugin.mjs`;
      return {errors: [...missing].map(each => ({text: text(each)}))};
    });
  },
};
