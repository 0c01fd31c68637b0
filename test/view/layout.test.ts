import {describe, expect, test} from '@jest/globals';
import {layoutColumns, layoutLines, scrollTo} from '../../src/view/layout.js';

const NAME = 11;

describe('columns give way in a fixed order as the width shrinks', () => {
  test.each([
    [200, []],
    [118, []],
    [117, ['CPU 5 min']],
    [105, ['CPU 5 min', 'RTT']],
    [98, ['CPU 5 min', 'RTT', 'memory']],
    [86, ['CPU 5 min', 'RTT', 'memory', 'MEM']],
    [80, ['CPU 5 min', 'RTT', 'memory', 'MEM']],
    [79, ['CPU 5 min', 'RTT', 'memory', 'MEM', 'CPU%']],
    [72, ['CPU 5 min', 'RTT', 'memory', 'MEM', 'CPU%', 'STATE']],
    [60, ['CPU 5 min', 'RTT', 'memory', 'MEM', 'CPU%', 'STATE', 'words']],
    [30, ['CPU 5 min', 'RTT', 'memory', 'MEM', 'CPU%', 'STATE', 'words', 'CPU']],
  ])('at %d columns %j are hidden', (width, hidden) => {
    expect(layoutColumns(width, NAME, 2, 0).hidden).toEqual(hidden);
  });
});

describe('a cluster that is wider than the screen', () => {
  test('shows as many watchers as fit, the cursor’s among them', () => {
    const at = (cursor: number) => {
      const {firstWatcher, watcherCount} = layoutColumns(60, NAME, 20, cursor);
      return [firstWatcher, watcherCount];
    };
    expect(at(0)).toEqual([0, 11]);
    expect(at(10)).toEqual([5, 11]);
    expect(at(19)).toEqual([9, 11]);
  });

  test('shortens the names before it gives up the last watcher', () => {
    const {name, watcherCount} = layoutColumns(40, 60, 2, 0);
    expect(name).toBe(20);
    expect(watcherCount).toBe(2);
  });
});

test('nothing is wider than the screen, at any width', () => {
  for (let width = 40; width <= 300; width++) {
    for (const watchers of [0, 1, 2, 8, 40]) {
      const columns = layoutColumns(width, NAME, watchers, 0);
      expect(columns.watcherCount * columns.cell.width + columns.name).toBeLessThanOrEqual(width);
    }
  }
});

describe('lines give way as the height shrinks', () => {
  test.each([
    [50, ['header', 'job', 'footer', 'totals', 'event', 'keys'], 42],
    [24, ['header', 'job', 'footer', 'totals', 'event', 'keys'], 16],
    [13, ['header', 'job', 'footer', 'totals', 'event'], 6],
    [12, ['header', 'job', 'footer', 'totals'], 6],
    [10, ['header', 'job'], 6],
    [8, [], 6],
    [3, [], 1],
  ])('at %d lines %j are kept, and %d nodes', (height, kept, nodes) => {
    const {nodes: rows, hasHeader, hasJob, hasFooter, hasTotals, hasEvent, hasKeys} = layoutLines(height);
    const shown = {
      header: hasHeader,
      job: hasJob,
      footer: hasFooter,
      totals: hasTotals,
      event: hasEvent,
      keys: hasKeys,
    };
    expect(Object.entries(shown).flatMap(([line, isKept]) => (isKept ? [line] : []))).toEqual(kept);
    expect(rows).toBe(nodes);
  });
});

test.each([
  ['the cursor is in sight: nothing moves', 5, 3, 10, 40, 3],
  ['the cursor is below: it becomes the last row', 20, 3, 10, 40, 11],
  ['the cursor is above: it becomes the first row', 1, 3, 10, 40, 1],
  ['the rows became fewer: none is left empty', 5, 30, 10, 8, 0],
])('%s', (_what, cursor, first, visible, count, expected) => {
  expect(scrollTo(cursor, first, visible, count)).toBe(expected);
});
