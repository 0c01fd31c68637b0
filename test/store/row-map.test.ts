import {describe, expect, test} from '@jest/globals';
import {RowMap} from '../../src/store/row-map.js';

describe('a map of rows', () => {
  const map = RowMap.of([
    ['b', 1],
    ['a', 2],
    ['c', 3],
  ]);

  test('reads as a map does, in the order in which it was made', () => {
    const same = new Map(map);
    expect(map.size).toBe(3);
    expect([...map]).toEqual([...same]);
    expect([...map.keys()]).toEqual(['b', 'a', 'c']);
    expect([...map.values()]).toEqual([1, 2, 3]);
    expect([map.get('a'), map.get('d'), map.has('c'), map.has('d')]).toEqual([2, undefined, true, false]);
    const seen: string[] = [];
    map.forEach((row, key, whole) => {
      seen.push(`${key}${row}${whole === map}`);
    });
    expect(seen).toEqual(['b1true', 'a2true', 'c3true']);
  });

  test('is not touched by what is done to its copy', () => {
    const copy = map.copy();
    copy.replace('a', 9);
    copy.replace('d', 9);
    expect([...copy]).toEqual([
      ['b', 1],
      ['a', 9],
      ['c', 3],
    ]);
    expect([...map.values()]).toEqual([1, 2, 3]);
  });

  test('has the later of two with one key, in the place of the first', () => {
    const doubled = RowMap.of([
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ]);
    expect([...doubled]).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });
});
