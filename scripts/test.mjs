// npm test [-- jest's options]: types, format and lint, then the tests of the node's package (Python) and of the program; with
// options only the program's. Stops at the first failure; the last lines name what was left out, and count the tests.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {jestResults, pytestResults} from './test-results.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const node = path.join(root, 'circus');
const bin = name => path.join(root, 'node_modules/.bin', name);
const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
const ofJest = path.join(folder, 'jest.json');
const ofReal = path.join(folder, 'real.json');
/** Eight databases need the whole machine: nothing else is tested at the same time. */
const REAL = 'test/demo/real-cluster';
const ofPytest = path.join(folder, 'pytest.xml');
const options = process.argv.slice(2);

const isGood =
  run('types', bin('tsc'), ['--noEmit']) &&
  run('format and lint', bin('biome'), ['check', '--error-on-warnings', '.']) &&
  (options.length > 0 ? jest('tests', ofJest, options) : testNode() && testProgram());
const all = [pytestResults(ofPytest), jestResults(ofJest), jestResults(ofReal)].filter(results => results !== null);
rmSync(folder, {recursive: true});
const passed = all.reduce((sum, results) => sum + results.passed, 0);
const failed = all.reduce((sum, results) => sum + results.failed, 0);
const leftOut = all.flatMap(results => results.leftOut);
process.stdout.write(`left out: ${leftOut.length === 0 ? 'nothing' : leftOut.join(' · ')}\n`);
process.stdout.write(`${passed} passed, ${isGood ? failed : Math.max(failed, 1)} failed\n`);
process.exitCode = isGood ? 0 : 1;

function testProgram() {
  return (
    jest('tests', ofJest, [`--testPathIgnorePatterns=${REAL}`]) &&
    jest('tests with Neo4j and Titan themselves', ofReal, [REAL])
  );
}

function jest(title, results, args) {
  const program = path.join(root, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return run(title, process.execPath, [...flags, program, '--ci', '--json', `--outputFile=${results}`, ...args]);
}

function testNode() {
  return (
    runPython('format and lint of the node', ['ruff', 'check', '--quiet', '.']) &&
    runPython(null, ['ruff', 'format', '--check', '--quiet', '.']) &&
    // Most of them wait for processes; the tests of a file stay together.
    runPython('tests of the node', ['pytest', '-q', '-n', '2', '--dist', 'loadfile', `--junit-xml=${ofPytest}`])
  );
}

function runPython(title, args) {
  return run(title, path.join(root, '.venv/bin/python'), ['-m', ...args], node);
}

function run(title, program, args, cwd = root) {
  if (title !== null) process.stdout.write(`— ${title}\n`);
  const {status} = spawnSync(program, args, {cwd, stdio: ['ignore', 'inherit', 'inherit']});
  return status === 0;
}
