// Bundles the program into dist: npm run build. The set-up runs it when a source has changed.
import {chmod, readFile, rm} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {inkPlugin} from './bundle/ink-plugin.mjs';
import {lazyPromisesPlugin} from './bundle/lazy-promises-plugin.mjs';
import {loadedAtOnce} from './bundle/loaded-at-once.mjs';
import {partsOf} from './bundle/parts-of.mjs';
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
  // A shorter file is read, and found in the compile cache, sooner: that saves 7 ms of the time to the first key.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  logLevel: 'error',
};

/** Leaves the import of the rest of the program as it is: it is a file beside the one that starts it. */
const besidePlugin = {
  name: 'beside',
  setup({onResolve}) {
    onResolve({filter: /^\.\/cli\.js$/}, () => ({path: './cli.mjs', external: true}));
  },
};

/**
 * What the first picture needs only where there is a configuration: each is a file of its own, of which nothing is read where there is
 * none. It reads the file, and knows the keys of all screens, which may have others then.
 */
const ON_DEMAND = {'file-reader': 'src/config/file-reader.ts', 'chosen-keys': 'src/cli/chosen-keys.ts'};

const onDemandPlugin = {
  name: 'on-demand',
  setup({onResolve}) {
    for (const name of Object.keys(ON_DEMAND)) {
      onResolve({filter: new RegExp(`^\\./${name}\\.js$`)}, () => ({path: `./${name}.cjs`, external: true}));
    }
  },
};

/** What the first picture must do without, as it grows with each screen and each fact: what keys do, and what facts change. */
const LATER = /src\/view\/([\w-]+-actions|(?!grid|prompt)[\w-]+-keys)\.ts|src\/store\/reduce(?!-cluster)/;

/** What the full screen is loaded from: the program, and the screen itself. */
const PARTS_OF = ['src/cli.tsx', 'src/cli/full-screen.tsx'];

/** The largest packages of the full screen: each is a file of its own, so that a key waits for one of them at the most. */
const LARGE = {yoga: 'yoga-layout', reconciler: 'react-reconciler'};

await rm(`${root}dist`, {recursive: true, force: true});
try {
  // What draws the first frame is one file with all that it needs: reading one file is faster than finding several.
  const first = await build({
    ...options,
    entryPoints: {first: 'src/cli/early-screen.ts'},
    format: 'cjs',
    outExtension: {'.js': '.cjs'},
    plugins: [patchesPlugin(['node_modules/string-width/index.js']), widthPlugin, onDemandPlugin, lazyPromisesPlugin],
    // An `import()` becomes a `require`, which is quicker.
    supported: {'dynamic-import': false},
    define: {'import.meta.url': '__filename', CIRCUSMAN_VERSION: JSON.stringify(version)},
  });
  await build({
    ...options,
    entryPoints: ON_DEMAND,
    format: 'cjs',
    outExtension: {'.js': '.cjs'},
  });
  const rest = await build({
    ...options,
    entryPoints: {cli: 'src/cli.tsx', ...LARGE},
    chunkNames: 'chunks/[name]-[hash]',
    // What is only imported by `import()`, above all the screen, stays in a separate file that other programs do not load.
    splitting: true,
    jsx: 'automatic',
    external: ['zeromq'],
    plugins: [patchesPlugin(), widthPlugin, inkPlugin],
    // Ink imports it only when asked to; as an external module it would always be imported.
    alias: {'react-devtools-core': `${root}scripts/no-devtools.cjs`},
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      // Yoga fetches its code from a data URL if there is a fetch, and Node takes 25 ms to load fetch.
      fetch: 'undefined',
      CIRCUSMAN_VERSION: JSON.stringify(version),
    },
    banner: {js: REQUIRE},
  });
  const start = await build({
    ...options,
    entryPoints: ['src/main.ts'],
    plugins: [besidePlugin],
    define: {CIRCUSMAN_PARTS: JSON.stringify(partsOf(rest.metafile, PARTS_OF))},
    // A young generation that is large from the start is not collected while the first frame is made: that saves 1.7 ms of it.
    banner: {js: '#!/usr/bin/env -S node --min-semi-space-size=4 --max-semi-space-size=4'},
  });
  await chmod(`${root}dist/main.mjs`, 0o755);
  refuse(start.metafile, 'src/main.ts', /^(?!src\/main\.ts$|<define:)/);
  refuse(first.metafile, 'src/cli/early-screen.ts', LATER);
  refuse(
    first.metafile,
    'src/cli/early-screen.ts',
    /node_modules\/(?!string-width|strip-ansi|ansi-regex|get-east-asian-width)/,
  );
  refuse(rest.metafile, 'src/cli.tsx', /node_modules\/(react|ink|yoga-layout)\//);
} catch (error) {
  // esbuild has already printed why.
  if (!('errors' in error)) process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Throws a sentence when something slow is loaded for every program, or before the first frame. */
function refuse(metafile, entry, heavy) {
  const file = loadedAtOnce(metafile, entry).find(each => heavy.test(each));
  if (file !== undefined) throw new Error(`${entry} loads ${file} at once; import it with import() where it is needed`);
}
