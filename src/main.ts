import process from 'node:process';
import {fileURLToPath} from 'node:url';

/** Ink needs `Promise.withResolvers`, which came with Node 22. */
const OLDEST_NODE = 22;

const major = Number(process.versions.node.split('.')[0]);
if (major < OLDEST_NODE) {
  process.stderr.write(
    `circusman: this is Node ${process.versions.node}; circusman needs Node ${OLDEST_NODE} or newer (npm run demo brings its own)\n`,
  );
  process.exitCode = 1;
} else {
  const {main} = await import('./cli.js');
  // The bundle is in the package's `dist`.
  await main(fileURLToPath(new URL('../', import.meta.url)));
}
