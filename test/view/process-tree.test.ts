import {expect, test} from '@jest/globals';
import type {ProcessFigures} from '../../src/model/usage.js';
import {processTree} from '../../src/view/process-tree.js';

const process = (pid: number, parent: number, started = pid): ProcessFigures => ({
  pid,
  parent,
  started,
  age: 1,
  cpu: null,
  memory: 0,
  threads: 1,
  read: null,
  written: null,
});
const shape = (...processes: readonly ProcessFigures[]) =>
  processTree(processes).map(({process: {pid}, depth}) => [pid, depth]);

test('each process stands behind the one that started it, those of one in the order of their start', () => {
  expect(shape(process(9, 3, 1), process(3, 0), process(7, 3, 2), process(8, 9), process(4, 0))).toEqual([
    [3, 0],
    [9, 1],
    [8, 2],
    [7, 1],
    [4, 0],
  ]);
});

test('whose parent is not listed stands by itself, and none is lost or listed twice', () => {
  expect(shape(process(5, 99), process(6, 5))).toEqual([
    [5, 0],
    [6, 1],
  ]);
  expect(shape(process(1, 2), process(2, 1), process(3, 3))).toEqual([
    [3, 0],
    [1, 0],
    [2, 0],
  ]);
});
