import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from '@jest/globals';
import {PACKAGE_ROOT} from '../support/package-root.js';

interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly leftOut: readonly string[];
}
type Read = (file: string) => Results | null;
const {jestResults, pytestResults}: {jestResults: Read; pytestResults: Read} = await import(
  `${PACKAGE_ROOT}scripts/test-results.mjs`
);

const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-results-'));
afterAll(() => rmSync(folder, {recursive: true}));

function written(text: string): string {
  const file = path.join(folder, 'results');
  writeFileSync(file, text);
  return file;
}

test('pytest: what passed, failed and was left out', () => {
  const file = written(
    '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="1" tests="9" time="1.0">' +
      '<testcase classname="a" name="test_mounts" time="0"><skipped type="pytest.skip" message="needs root">x</skipped></testcase>' +
      '<testcase classname="a" name="test_b" time="0" /></testsuite></testsuites>',
  );
  expect(pytestResults(file)).toEqual({passed: 5, failed: 3, leftOut: ['test_mounts (needs root)']});
});

test('jest: a file that could not be run counts as a failed test', () => {
  const results = {
    numPassedTests: 4,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    testResults: [
      {
        assertionResults: [
          {status: 'pending', fullName: 'in GNU screen'},
          {status: 'passed', fullName: 'b'},
        ],
      },
    ],
  };
  expect(jestResults(written(JSON.stringify(results)))).toEqual({passed: 4, failed: 2, leftOut: ['in GNU screen']});
});

test('a run that wrote nothing has no results', () => {
  expect(jestResults(path.join(folder, 'none'))).toBeNull();
  expect(pytestResults(path.join(folder, 'none'))).toBeNull();
});
