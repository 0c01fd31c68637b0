// npm run setup. npm run demo, npm test and npm run bench run it first, npm pack with --no-python: a package needs no Python.
// It is plain JavaScript without packages, as nothing is installed yet.
import process from 'node:process';

const OLDEST_NODE = 20;

if (process.platform === 'win32') {
  console.error('circusman: Windows is not supported: use Linux or macOS');
  process.exitCode = 1;
} else if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(
    `circusman: this is Node ${process.versions.node}; the set-up needs Node ${OLDEST_NODE} or newer, with npm`,
  );
  process.exitCode = 1;
} else {
  // Imported only now: an old Node may not understand it.
  const {setUp} = await import('./set-up/set-up.mjs');
  process.exitCode = await setUp(new URL('../', import.meta.url), {hasPython: !process.argv.includes('--no-python')});
}
