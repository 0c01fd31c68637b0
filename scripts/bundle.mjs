// Bundles the program into dist: npm run build. The set-up runs it whenever a source has changed.
import {chmod, readFile, rm} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {inkPlugin} from './bundle/ink-plugin.mjs';
import {loadedAtOnce} from './bundle/loaded-at-once.mjs';
import {patchesPlugin} from './bundle/patches.mjs';
import {widthPlugin} from './bundle/width-plugin.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const {version} = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

const REQUIRE = `import {createRequire as createRequire_} from 'node:module'; const require = createRequire_(import.meta.url);`;

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  outdir: 'dist',
  outExtension: {'.js': '.mjs'},
  // What is shorter is read, and found in the compile cache, sooner: 7 ms of the first key.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  logLevel: 'error',
};

/** The rest of the program lies beside the file that starts it. */
const besidePlugin = {
  name: 'beside',
  setup({onResolve}) {
    onResolve({filter: /^\.\/cli\.js$/}, () => ({path: './cli.mjs', external: true}));
  },
};

await rm(`${root}dist`, {recursive: true, force: true});
try {
  const start = await build({
    ...options,
    entryPoints: ['src/main.ts'],
    plugins: [besidePlugin],
    banner: {js: '#!/usr/bin/env -S node --max-semi-space-size=4'},
  });
  // What draws the first picture is one file with all that it needs: to look for several takes longer than to read one.
  const first = await build({
    ...options,
    entryPoints: {first: 'src/cli/early-screen.ts'},
    format: 'cjs',
    outExtension: {'.js': '.cjs'},
    plugins: [patchesPlugin(['node_modules/string-width/index.js']), widthPlugin],
    define: {'import.meta.url': '__filename', CIRCUSMAN_VERSION: JSON.stringify(version)},
  });
  const rest = await build({
    ...options,
    entryPoints: ['src/cli.tsx'],
    chunkNames: 'chunks/[name]-[hash]',
    // What is imported by `import()` alone, the screen above all, stays in a file of its own that others do not load.
    splitting: true,
    jsx: 'automatic',
    external: ['zeromq'],
    plugins: [patchesPlugin(), widthPlugin, inkPlugin],
    // Ink imports it only when it is told to; left out by name it would be imported always.
    alias: {'react-devtools-core': `${root}scripts/no-devtools.cjs`},
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      // Yoga fetches its own code from a data URL where there is a fetch, and Node takes 25 ms to load its own.
      fetch: 'undefined',
      CIRCUSMAN_VERSION: JSON.stringify(version),
    },
    banner: {js: REQUIRE},
  });
  await chmod(`${root}dist/main.mjs`, 0o755);
  refuse(start.metafile, 'src/main.ts', /^(?!src\/main\.ts$)/);
  refuse(
    first.metafile,
    'src/cli/early-screen.ts',
    /node_modules\/(?!string-width|strip-ansi|ansi-regex|get-east-asian-width)/,
  );
  refuse(rest.metafile, 'src/cli.tsx', /node_modules\/(react|ink|yoga-layout)\//);
} catch (error) {
  // esbuild has said why itself.
  if (!('errors' in error)) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Throws a sentence when something is loaded for every program, or before the first picture, although it takes long. */
function refuse(metafile, entry, heavy) {
  const file = loadedAtOnce(metafile, entry).find(each => heavy.test(each));
  if (file !== undefined) throw new Error(`${entry} loads ${file} at once; import it with import() where it is needed`);
}
