import {expect, test} from '@jest/globals';
import type {ReadValues} from '../../src/model/reading.js';
import {VALUES} from '../../src/wording/values.js';

/** How one watcher's values read, of nodes n1, n2 and so on. */
const read = (...answers: readonly ReadValues[]) =>
  VALUES.lines(answers.map((data, index) => ({target: {node: `n${index + 1}`, watcher: 'web'}, data}))).map(
    ({text}) => text,
  );

test('what most tell is one block, and of another node what differs', () => {
  expect(read({cmd: 'a', env: 'x'}, {cmd: 'a', env: 'x'}, {cmd: 'b', env: 'x'})).toEqual([
    'n[1-2] web (most):',
    '    cmd  a',
    '    env  x',
    'n3 web differs:',
    '  ! cmd  b',
  ]);
});

test('where no two tell the same, what all tell the same of stands once, and of each node the rest', () => {
  expect(read({cmd: 'a', log: '/1'}, {cmd: 'a', log: '/2'}, {cmd: 'a', uid: 7})).toEqual([
    'n[1-3] web (all):',
    '    cmd  a',
    'n1 web differs:',
    '  ! log  /1',
    '  ! uid  (is missing)',
    'n2 web differs:',
    '  ! log  /2',
    '  ! uid  (is missing)',
    'n3 web differs:',
    '  ! log  (is missing)',
    '  ! uid  7',
  ]);
});

test('where nothing is alike, each node has a block of its own; one node alone, too', () => {
  expect(read({pids: [1]}, {pids: [2]})).toEqual(['n1 web:', '    pids  1', 'n2 web:', '    pids  2']);
  expect(read({cmd: 'a'})).toEqual(['n1 web:', '    cmd  a']);
});
