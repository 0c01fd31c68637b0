import {readFileSync} from 'node:fs';

/**
 * The results of a run, from the file that it wrote: `passed` and `failed` count tests, `leftOut` names those that did not run.
 * A test file that could not be run counts as one failed test. Null: there is no such file.
 */
export function jestResults(file) {
  const text = read(file);
  if (text === null) return null;
  const {numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults} = JSON.parse(text);
  const leftOut = testResults.flatMap(({assertionResults}) =>
    assertionResults.filter(({status}) => status === 'pending').map(({fullName}) => fullName),
  );
  return {passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, leftOut};
}

export function pytestResults(file) {
  const text = read(file);
  if (text === null) return null;
  const suite = /<testsuite [^>]*>/.exec(text)?.[0] ?? '';
  const count = name => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = [...text.matchAll(/<testcase [^>]*name="([^"]*)"[^>]*><skipped [^>]*message="([^"]*)"/g)];
  const leftOut = skipped.map(([, name, why]) => `${name} (${why})`);
  return {passed: count('tests') - failed - count('skipped'), failed, leftOut};
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
