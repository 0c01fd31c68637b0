// Bundles the benchmarks, which import the program's sources, and runs them: npm run bench [-- --only NAME].
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
await build({
  absWorkingDir: root,
  // The fake nodes are a separate process, and so is what is measured without the rest of the program.
  entryPoints: {
    bench: 'bench/main.ts',
    'bench-fleet': 'bench/fleet-process.ts',
    'bench-history': 'bench/history-process.ts',
  },
  outdir: 'dist',
  outExtension: {'.js': '.mjs'},
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  external: ['zeromq', '@lydell/node-pty', '@xterm/headless'],
  logLevel: 'error',
});
const {status} = spawnSync(process.execPath, [`${root}dist/bench.mjs`, ...process.argv.slice(2)], {stdio: 'inherit'});
process.exitCode = status ?? 1;
