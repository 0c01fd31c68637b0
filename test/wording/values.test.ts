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

test('where a path differs everywhere, what one node tells otherwise than most is not lost in it', () => {
  const one = (log: string, cmd = 'a') => ({cmd, log, uid: 7});
  expect(read(one('/1'), one('/2'), one('/3', 'a --crash'), one('/4'))).toEqual([
    'n[1-4] web (most):',
    '    cmd  a',
    '    uid  7',
    'n3 web differs:',
    '  ! cmd  a --crash',
    'n[1-4] web log differs:',
    '  ! n1  /1',
    '  ! n2  /2',
    '  ! n3  /3',
    '  ! n4  /4',
  ]);
});

test('the same with two that are alike among many that are not', () => {
  const one = (log: string, cmd = 'a') => ({cmd, log});
  expect(read(one('/1'), one('/1'), one('/2'), one('/3'), one('/4', 'b'))).toEqual([
    'n[1-5] web (most):',
    '    cmd  a',
    'n5 web differs:',
    '  ! cmd  b',
    'n[1-5] web log differs:',
    '  ! n[1-2]  /1',
    '  ! n3      /2',
    '  ! n4      /3',
    '  ! n5      /4',
  ]);
});

test('of several processes each has a line, and no figure more than two digits behind its point', () => {
  const values = {
    web: {'1624': {cpu: 0, age: 73.90873765, mem_info1: '12M'}, '1625': {cpu: 1, age: 2, mem_info1: '9M'}},
  };
  expect(read(values)).toEqual([
    'n1 web:',
    '    web',
    '      1624  cpu=0 age=73.91 mem_info1=12M',
    '      1625  cpu=1 age=2 mem_info1=9M',
  ]);
});
