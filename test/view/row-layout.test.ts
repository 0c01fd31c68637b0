import {describe, expect, test} from '@jest/globals';
import {layoutRows, scrollTo} from '../../src/view/row-layout.js';

describe('lines give way as the height shrinks', () => {
  test.each([
    [50, ['header', 'job', 'footer', 'totals', 'event', 'keys'], 42],
    [24, ['header', 'job', 'footer', 'totals', 'event', 'keys'], 16],
    [13, ['header', 'job', 'footer', 'totals', 'event'], 6],
    [12, ['header', 'job', 'footer', 'totals'], 6],
    [10, ['header', 'job'], 6],
    [8, [], 6],
    [3, [], 1],
    [2, [], 1],
    [1, [], 1],
  ])('at %d lines %j are kept, and %d nodes', (height, kept, nodes) => {
    const {nodes: rows, hasHeader, hasJob, hasFooter, hasTotals, hasEvent, hasKeys} = layoutRows(height);
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

describe('what is typed or asked takes the place of keys and nodes, and nothing else moves', () => {
  test.each([
    [24, 1, 17, true],
    [24, 3, 15, true],
    [10, 3, 4, true],
    [9, 2, 5, true],
    [4, 2, 1, true],
    [3, 2, 1, false],
    [2, 2, 1, false],
    [1, 2, 0, false],
  ])('at %d lines, %d of them typed: %d nodes', (height, lines, nodes, hasTitles) => {
    const typed = layoutRows(height, {lines, wantsKeys: false});
    const quiet = layoutRows(height);
    const {hasHeader, hasJob, hasFooter, hasTotals, hasEvent} = quiet;
    expect(typed).toMatchObject({hasHeader, hasJob, hasFooter, hasTotals, hasEvent, nodes, hasTitles});
    const kept = [hasHeader, hasJob, hasFooter, hasTotals, hasEvent, hasTitles].filter(Boolean).length;
    expect(kept + nodes + typed.prompt).toBe(height);
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
