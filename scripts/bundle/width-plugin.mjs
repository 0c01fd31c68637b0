const table = new URL('string-width.mjs', import.meta.url).pathname;
/** These use the table themselves and need the real one. */
const NEED_REAL = ['/scripts/bundle/string-width.mjs', '/src/text/width.ts'];

/** Gives all other files a string-width that uses the program's table first. */
export const widthPlugin = {
  name: 'width',
  setup(build) {
    build.onResolve({filter: /^string-width$/}, ({importer}) =>
      NEED_REAL.some(file => importer.endsWith(file)) ? undefined : {path: 'string-width', namespace: 'width-table'},
    );
    build.onLoad({filter: /./, namespace: 'width-table'}, () => ({
      contents: `export {width as default} from ${JSON.stringify(table)};`,
      resolveDir: '/',
    }));
  },
};
