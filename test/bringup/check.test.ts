import {expect, test} from '@jest/globals';
import {checkScript} from '../../src/bringup/check.js';
import {parseScript} from '../../src/bringup/parse.js';
import {problemText} from '../../src/bringup/script.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const STATE = clusterState({'127.0.0.1': {titan: 'running'}, '127.0.0.2': {titan: 'running'}});

function check(text: string, areNodesKnown = true): readonly string[] {
  const parsed = parseScript(text, new Map());
  if (!parsed.ok) throw new Error('the test itself is wrong');
  const problems = checkScript(parsed.steps, parseContext(STATE, {marked: null}), {
    areNodesKnown,
    refusal: ({command}) => (command.name === 'quit' ? 'not in a file' : null),
  });
  return problems.map(problem => problemText('f', problem));
}

test.each([
  ['stop titan\nstart titan', []],
  [
    'strat titan\nstart titan on 127.0.0.9',
    [
      'f:1:1: there is no command "strat": did you mean start?',
      expect.stringMatching(/^f:2:16: 127.0.0.9 is not in the cluster/),
    ],
  ],
  ['cluster remove 127.0.0.2\nstart titan on 127.0.0.2', [expect.stringMatching(/^f:2:16: /)]],
  ['start titen', [expect.stringMatching(/^f:1:7: no node has a watcher titen/)]],
  ['add titen "sleep 9"\nstart titen', []],
  [
    'repeat 2\n  start titan on 127.0.0.2\n  cluster remove 127.0.0.2\nend',
    [expect.stringMatching(/^f:2:18: /), expect.stringMatching(/^f:3:11: /)],
  ],
  [
    'parallel\n  start titan\n  cluster remove 127.0.0.2\nend',
    [expect.stringMatching(/^f:3:3: what the cluster is must not change/)],
  ],
  ['expect failed quit', ['f:1:15: not in a file']],
  ['run g', ['f:1:5: a file begins no other file']],
])('%j', (text, problems) => {
  expect(check(text)).toEqual(problems);
});

test('a watcher that nobody has is no problem before the nodes have said what they have', () => {
  expect(check('start titen', false)).toEqual([]);
});
