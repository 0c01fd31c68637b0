import {describe, expect, test} from '@jest/globals';
import type {DetectedRow} from '../../src/store/detected.js';
import {
  choiceRow,
  type DetectChoice,
  FIRST_CHOICE,
  invertMarks,
  isMarked,
  markAll,
  moveChoice,
  toggleMark,
  topRow,
} from '../../src/view/detect-choice.js';
import {foundNode} from '../support/detection.js';

const row = (host: string, known: string | null = null): DetectedRow => ({node: foundNode(host), also: [], known});
const hosts = (count: number, from = 1) => Array.from({length: count}, (_, index) => `10.0.0.${from + index}`);
const rowsOf = (...names: readonly string[]) => names.map(name => row(name));

describe('the cursor', () => {
  test('begins on the node that answered first, and stays there when others come in above it', () => {
    expect(choiceRow(FIRST_CHOICE, rowsOf('10.0.0.5'), '10.0.0.5')).toBe(0);
    expect(choiceRow(FIRST_CHOICE, rowsOf('10.0.0.2', '10.0.0.5', '10.0.0.9'), '10.0.0.5')).toBe(1);
  });

  test('stays on the node that it was moved to', () => {
    const rows = rowsOf('10.0.0.5', '10.0.0.7');
    const moved = moveChoice(FIRST_CHOICE, 1, {rows, first: '10.0.0.5', visible: 5});
    expect(choiceRow(moved, rowsOf('10.0.0.1', ...hosts(3, 5)), '10.0.0.5')).toBe(3);
  });

  test('is moved to the ends, and not beyond', () => {
    const on = {rows: rowsOf(...hosts(9)), first: '10.0.0.1', visible: 5};
    const rowAfter = (...moves: readonly (number | 'first' | 'last')[]) =>
      choiceRow(
        moves.reduce<DetectChoice>((choice, move) => moveChoice(choice, move, on), FIRST_CHOICE),
        on.rows,
        on.first,
      );
    expect(rowAfter(-1)).toBe(0);
    expect(rowAfter('last')).toBe(8);
    expect(rowAfter('last', 1)).toBe(8);
    expect(rowAfter('last', 'first', 3)).toBe(3);
    expect(rowAfter(100)).toBe(8);
  });

  test('is where it was by its row while its node has not answered again', () => {
    const choice = moveChoice(FIRST_CHOICE, 2, {rows: rowsOf(...hosts(5)), first: '10.0.0.1', visible: 5});
    expect(choiceRow(choice, [], null)).toBe(0);
    expect(choiceRow(choice, rowsOf('10.0.0.1'), '10.0.0.1')).toBe(0);
    expect(choiceRow(choice, rowsOf(...hosts(9, 4)), '10.0.0.4')).toBe(2);
    expect(choiceRow(choice, rowsOf('10.0.0.1', '10.0.0.3'), '10.0.0.1')).toBe(1);
  });
});

test('the rows that are shown stay while others come in above them', () => {
  const rows = rowsOf(...hosts(20, 100));
  const choice = moveChoice(FIRST_CHOICE, 12, {rows, first: '10.0.0.100', visible: 5});
  expect(topRow(choice, 12, 5, rows)).toBe(8);
  const more = [...rowsOf(...hosts(7)), ...rows];
  expect(topRow(choice, choiceRow(choice, more, null), 5, more)).toBe(15);
});

describe('marks', () => {
  test('are on every new node as it appears, and never on one that is known', () => {
    expect(isMarked(FIRST_CHOICE, row('10.0.0.1'))).toBe(true);
    expect(isMarked(FIRST_CHOICE, row('10.0.0.1', '10.0.0.1'))).toBe(false);
    expect(isMarked(toggleMark(FIRST_CHOICE, row('10.0.0.1')), row('10.0.0.1', '10.0.0.9'))).toBe(false);
  });

  test('stay away from a node that was unmarked, and come back when it is marked again', () => {
    const unmarked = toggleMark(FIRST_CHOICE, row('10.0.0.1'));
    expect([row('10.0.0.1'), row('10.0.0.2')].map(each => isMarked(unmarked, each))).toEqual([false, true]);
    expect(isMarked(toggleMark(unmarked, row('10.0.0.1')), row('10.0.0.1'))).toBe(true);
  });

  test('of all are taken away with those of nodes that come later, and one alone is marked then', () => {
    const one = toggleMark(markAll(FIRST_CHOICE, false), row('10.0.0.2'));
    expect(rowsOf(...hosts(3)).map(each => isMarked(one, each))).toEqual([false, true, false]);
    expect(rowsOf(...hosts(3)).map(each => isMarked(invertMarks(one), each))).toEqual([true, false, true]);
    expect(rowsOf(...hosts(3)).every(each => isMarked(markAll(one, true), each))).toBe(true);
  });
});
