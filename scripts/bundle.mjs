// Bundles the program into dist: npm run build. The set-up runs it whenever a source has changed.
import {chmod, readFile, rm, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const {version} = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

await rm(`${root}dist`, {recursive: true, force: true});
const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  outExtension: {'.js': '.mjs'},
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  // What is imported by `import()` alone, the screen above all, stays in a file of its own that others do not load.
  splitting: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  jsx: 'automatic',
  external: ['zeromq'],
  // Ink imports it only when it is told to; left out by name it would be imported always.
  alias: {'react-devtools-core': `${root}scripts/no-devtools.cjs`},
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    // Yoga fetches its own code from a data URL where there is a fetch, and Node takes 25 ms to load its own.
    fetch: 'undefined',
    CIRCUSMAN_VERSION: JSON.stringify(version),
  },
  banner: {
    js: `import {createRequire as createRequire_} from 'node:module'; const require = createRequire_(import.meta.url);`,
  },
  metafile: true,
  logLevel: 'error',
}).catch(() => process.exit(1)); // esbuild has said why

const main = `${root}dist/main.mjs`;
await writeFile(main, `#!/usr/bin/env node\n${await readFile(main, 'utf8')}`);
await chmod(main, 0o755);

const heavy = loadedAtOnce(['src/main.ts', 'src/cli.tsx']).find(file =>
  /node_modules\/(react|ink|yoga-layout)\//.test(file),
);
if (heavy !== undefined) {
  process.stderr.write(`src/cli.tsx loads ${heavy} for every program; import the screen with import()\n`);
  process.exitCode = 1;
}

/** The sources that are in what these entries load by plain imports. */
function loadedAtOnce(entries) {
  const outputs = Object.entries(metafile.outputs);
  const files = outputs.filter(([, {entryPoint}]) => entries.includes(entryPoint)).map(([file]) => file);
  for (const file of files) {
    for (const {path, kind} of metafile.outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !files.includes(path)) files.push(path);
    }
  }
  return files.flatMap(file => Object.keys(metafile.outputs[file]?.inputs ?? {}));
}
