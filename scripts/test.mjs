// npm test [-- jest's options]: types, format and lint, then the tests. Stops at the first that fails; the last line counts the tests.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = name => path.join(root, 'node_modules/.bin', name);
const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
const results = path.join(folder, 'results.json');
const jest = [
  path.join(root, 'node_modules/jest/bin/jest.js'),
  '--ci',
  '--json',
  `--outputFile=${results}`,
  ...process.argv.slice(2),
];

const isGood =
  run('types', bin('tsc'), ['--noEmit']) &&
  run('format and lint', bin('biome'), ['check', '--error-on-warnings', '.']) &&
  run('tests', process.execPath, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...jest]);
const {passed, failed} = count();
rmSync(folder, {recursive: true});
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = isGood ? 0 : 1;

function run(title, program, args) {
  process.stdout.write(`— ${title}\n`);
  const {status} = spawnSync(program, args, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']});
  return status === 0;
}

/** A check that failed, and a file of tests that could not be run, count as one that failed. */
function count() {
  try {
    const {numPassedTests, numFailedTests, numRuntimeErrorTestSuites} = JSON.parse(readFileSync(results, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return {passed: numPassedTests, failed: isGood ? failed : Math.max(failed, 1)};
  } catch {
    return {passed: 0, failed: 1};
  }
}
