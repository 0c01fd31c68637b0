const table = new URL('string-width.mjs', import.meta.url).pathname;
/** Those that have looked into the table themselves before they ask. */
const KNOWING = ['/scripts/bundle/string-width.mjs', '/src/text/width.ts'];

/** Gives everybody a string-width that looks into the program's table first. */
export const widthPlugin = {
  name: 'width',
  setup(build) {
    build.onResolve({filter: /^string-width$/}, ({importer}) =>
      KNOWING.some(file => importer.endsWith(file)) ? undefined : {path: 'string-width', namespace: 'width-table'},
    );
    build.onLoad({filter: /./, namespace: 'width-table'}, () => ({
      contents: `export {width as default} from ${JSON.stringify(table)};`,
      resolveDir: '/',
    }));
  },
};
