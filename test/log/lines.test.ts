import {expect, test} from '@jest/globals';
import {createBackwardLines} from '../../src/log/backward-lines.js';
import {createForwardLines} from '../../src/log/forward-lines.js';
import type {RawLine} from '../../src/log/raw-line.js';

/** A generator of numbers from 0 to 1 that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const at = (offset: number) => ({file: 'f', offset});

function forwards(bytes: Buffer, cuts: readonly number[]): readonly RawLine[] {
  const lines = createForwardLines();
  const found: RawLine[] = [];
  const ends = [...cuts, bytes.length];
  ends.forEach((end, index) => {
    const start = ends[index - 1] ?? 0;
    found.push(...lines.take(bytes.subarray(start, end), at(start)));
  });
  const last = lines.unfinished();
  return last === null ? found : [...found, last];
}

function backwards(bytes: Buffer, cuts: readonly number[]): readonly RawLine[] {
  const lines = createBackwardLines();
  let found: readonly RawLine[] = [];
  const starts = [0, ...cuts].reverse();
  starts.forEach((start, index) => {
    found = [...lines.take(bytes.subarray(start, starts[index - 1] ?? bytes.length), at(start)), ...found];
  });
  const first = lines.begin();
  return first === null ? found : [first, ...found];
}

function wanted(bytes: Buffer): readonly RawLine[] {
  const lines: RawLine[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    lines.push({position: at(from), raw: bytes.toString('utf8', from, end).replace(/\r$/, ''), cut: 0});
    from = end + 1;
  }
  if (from < bytes.length) lines.push({position: at(from), raw: bytes.toString('utf8', from), cut: 0});
  return lines;
}

test('however the bytes are cut into pieces, the same lines come of them, forwards and backwards', () => {
  const random = numbers(19);
  const parts = ['\n', '\n', '\r\n', 'a', 'word ', 'é', '漢字', '😀', '\u001b[31m', '\t'];
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({length: Math.floor(random() * 12)}, () => parts[Math.floor(random() * parts.length)]);
    // A last line that has an end at `\r` is not known to have one.
    const bytes = Buffer.from(`${text.join('')}${random() < 0.5 ? '\n' : 'x'}`);
    const cuts = Array.from({length: Math.floor(random() * 6)}, () => Math.floor(random() * (bytes.length + 1)));
    cuts.sort((one, other) => one - other);
    const lines = wanted(bytes);
    expect(forwards(bytes, cuts)).toEqual(lines);
    expect(backwards(bytes, cuts)).toEqual(lines);
  }
});

test('a very long line is cut, and says how many bytes that is', () => {
  const bytes = Buffer.from(`${'é'.repeat(600_000)}\nx\n`);
  for (const cuts of [[], [1_000], [16_383, 16_384, 16_385], [500_001, 1_200_000, 1_200_001]]) {
    for (const [line, next] of [forwards(bytes, cuts), backwards(bytes, cuts)]) {
      expect(line?.raw).toBe('é'.repeat(8_192));
      expect(line?.cut).toBe(1_200_000 - 16_384);
      expect(next?.raw).toBe('x');
    }
  }
});

test('what is not UTF-8 is replaced, and a character of which a part is here is not shown yet', () => {
  const lines = createForwardLines();
  expect(lines.take(Buffer.from([0xff, 0x61, 0xc3, 10, 0x62, 0xe6, 0xbc]), at(0))[0]?.raw).toBe('\ufffda\ufffd');
  expect(lines.unfinished()?.raw).toBe('b');
  lines.take(Buffer.from([0xa2]), at(7));
  expect(lines.unfinished()?.raw).toBe('b漢');
});

test('a line that was broken off does not go on', () => {
  const lines = createForwardLines();
  lines.take(Buffer.from('begun'), at(0));
  lines.breakOff();
  expect(lines.unfinished()).toBeNull();
  expect(lines.take(Buffer.from('other\n'), {file: 'g', offset: 0})).toEqual([
    {position: {file: 'g', offset: 0}, raw: 'other', cut: 0},
  ]);
});
