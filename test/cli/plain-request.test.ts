import {describe, expect, test} from '@jest/globals';
import {readRequest} from '../../src/cli/arguments.js';
import {readPlainRequest} from '../../src/cli/plain-request.js';

const wordsOf = (line: string) => (line === '' ? [] : line.split(' '));

describe('a plain command line means what it means to everybody else', () => {
  test.each([
    ['', {}],
    ['10.0.0.1-32', {}],
    ['10.0.0.1 32', {}],
    ['--ascii node[01-08].lab', {}],
    ['10.0.0.1 --read-only --no-color', {}],
    ['10.0.0.1', {CIRCUSMAN_PORT: '7000', CIRCUSMAN_READ_ONLY: '1', LANG: 'C'}],
  ])('%s %j', (line, environment) => {
    const request = readPlainRequest(wordsOf(line), environment);
    expect({ok: true, request}).toEqual(readRequest(wordsOf(line), environment, '1.2.3'));
  });
});

test.each([
  ['status', {}],
  ['exec -c 10.0.0.1 start titan', {}],
  ['demo', {}],
  ['detect', {}],
  ['localhost', {}],
  ['10.0.0.1,scan', {}],
  ['--help', {}],
  ['--port 7000 10.0.0.1', {}],
  ['--ascii=1 10.0.0.1', {}],
  ['10.0.0.1 -- 10.0.0.2', {}],
  ['10.0.0.1 10.0.0.2', {}],
  ['10.0.0.0 32', {}],
  ['10.0.0.250 32', {}],
  ['10.0.0.300', {}],
  ['10.0.0.1', {CIRCUSMAN_PORT: 'x'}],
])('%s %j is left to the one that reads all command lines', (line, environment) => {
  expect(readPlainRequest(wordsOf(line), environment)).toBeNull();
});
