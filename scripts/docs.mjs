// npm run docs: writes what of docs is made from the program's own tables.
import {writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const {outputFiles} = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/man-page.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
  logLevel: 'error',
});
const {manPage} = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
await writeFile(`${root}docs/circusman.1`, manPage());
