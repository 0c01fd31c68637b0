import {expect, test} from '@jest/globals';
import {Chunks} from '../../src/model/chunks.js';

const range = (from: number, to: number) => Array.from({length: to - from}, (_, index) => from + index);

test('items are put to both ends and taken from them, and older lists stay as they were', () => {
  const first = Chunks.of(range(0, 1_300));
  const longer = first.withLast(range(1_300, 2_000)).withFirst(range(-700, 0));
  const cut = longer.dropFirst(750).dropLast(801);
  expect([...first]).toEqual(range(0, 1_300));
  expect([...longer]).toEqual(range(-700, 2_000));
  expect([...cut]).toEqual(range(50, 1_199));
  expect(cut.length).toBe(1_149);
});

test('it is what an array is, whatever is done to it in whatever order', () => {
  let expected: number[] = [];
  let chunks = Chunks.of<number>([]);
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 2_000; round++) {
    const items = range(round, round + next(700));
    switch (next(6)) {
      case 5: {
        if (expected.length === 0) break;
        const index = next(expected.length);
        [chunks, expected] = [chunks.with(index, -round), expected.with(index, -round)];
        break;
      }
      case 0:
        [chunks, expected] = [chunks.withLast(items), [...expected, ...items]];
        break;
      case 1:
        [chunks, expected] = [chunks.withFirst(items), [...items, ...expected]];
        break;
      case 2:
        [chunks, expected] = [chunks.dropFirst(items.length), expected.slice(items.length)];
        break;
      case 3:
        [chunks, expected] = [
          chunks.dropLast(items.length),
          expected.slice(0, Math.max(0, expected.length - items.length)),
        ];
        break;
      default: {
        const from = next(expected.length + 2) - 1;
        expect(chunks.at(from)).toBe(from < 0 ? undefined : expected[from]);
        expect(chunks.slice(from, from + 900)).toEqual(expected.slice(Math.max(0, from), Math.max(0, from + 900)));
      }
    }
    if (expected.length > 5_000) [chunks, expected] = [chunks.dropFirst(4_000), expected.slice(4_000)];
    expect(chunks.length).toBe(expected.length);
  }
  expect([...chunks]).toEqual(expected);
});

test('a short item put to the end of a long list does not copy the list', () => {
  let chunks = Chunks.of(range(0, 50_000));
  for (let round = 0; round < 10_000; round++) chunks = chunks.withLast([round]).dropFirst(1);
  expect(chunks.length).toBe(50_000);
  expect(chunks.at(49_999)).toBe(9_999);
  expect(chunks.at(0)).toBe(10_000);
});

test('pieces that stayed are the same arrays', () => {
  const chunks = Chunks.of(range(0, 5_000)).dropFirst(700);
  const seen = new Set<readonly number[]>();
  const even = (piece: readonly number[]) => {
    seen.add(piece);
    return piece.filter(item => item % 2 === 0);
  };
  expect([...chunks.mapPieces(even)]).toEqual(range(700, 5_000).filter(item => item % 2 === 0));
  expect(chunks.mapPieces(() => []).length).toBe(0);
  const before = seen.size;
  chunks.withLast([5_000]).dropFirst(1).mapPieces(even);
  expect(seen.size - before).toBeLessThanOrEqual(2);
});
