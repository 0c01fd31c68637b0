import {describe, expect, test} from '@jest/globals';
import type xterm from '@xterm/headless';
import stringWidth from 'string-width';
import {createCellDiff} from '../../src/terminal/cell-diff.js';
import {applySgr, DEFAULT_PEN, type Pen} from '../../src/terminal/pen.js';
import {createEmulator, type Emulator} from './emulator.js';
import {
  changedRow,
  type ExpectedCell,
  type ExpectedRow,
  randomRow,
  seededRandom,
  seenOf,
  textOf,
} from './random-frames.js';

const FRAMES_A_SEED = 100;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Writes random frames through the diff into an emulator. @returns what the emulator shows wrongly */
async function runFrames(seed: number, hasDisputed: boolean, emulator: Emulator): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const diff = createCellDiff();
  emulator.terminal.write('\u001B[?1049h');
  let {columns, rows} = emulator.output;
  let frame: ExpectedRow[] = [];
  const wrong: string[] = [];
  for (let number = 0; number < FRAMES_A_SEED && wrong.length === 0; number++) {
    if (random() < 0.05) {
      [columns, rows] = [2 + Math.floor(random() * 60), 1 + Math.floor(random() * 12)];
      emulator.resize(columns, rows);
    }
    const count = random() < 0.9 ? rows : Math.floor(random() * (rows + 3));
    frame = Array.from({length: count}, (_, y) => {
      const old = frame[y];
      if (old === undefined || random() < 0.2) return randomRow(random, columns, hasDisputed);
      return random() < 0.5 ? old : changedRow(random, old, columns);
    });
    const lines = frame.map(row => textOf(random, row));
    emulator.terminal.write(diff.update(lines, {columns, rows}));
    if (diff.update(lines, {columns, rows}) !== '') wrong.push('the same frame again writes something');
    await emulator.settled();
    for (let y = 0; y < rows; y++) {
      const seen = differenceIn(emulator.terminal, y, seenOf(frame[y] ?? [], columns));
      if (seen !== null) wrong.push(`seed ${seed}, frame ${number}, ${columns}x${rows}, row ${y}: ${seen}`);
    }
  }
  return wrong;
}

function differenceIn(terminal: xterm.Terminal, y: number, expected: ExpectedRow): string | null {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + y);
  for (const [x, cell] of expected.entries()) {
    const seen = line?.getCell(x);
    if (seen === undefined) return `column ${x} is not there`;
    if (cell.isDisputed) {
      // However the terminal shows it, no part of another character is beside it.
      const isOwn =
        cell.text === '' ? ['', ' '].includes(seen.getChars()) || isPartOf(expected, x, seen.getChars()) : true;
      if (!isOwn) return `column ${x} shows ${JSON.stringify(seen.getChars())} beside a disputed character`;
      continue;
    }
    const text = seen.getWidth() === 0 ? '' : seen.getChars() || ' ';
    if (text !== cell.text) return `column ${x} shows ${JSON.stringify(text)}, not ${JSON.stringify(cell.text)}`;
    if (cell.text !== '' && !isDrawnWith(seen, penOf(cell), cell))
      return `column ${x} has another pen than ${cell.pen}`;
  }
  return null;
}

function isPartOf(expected: ExpectedRow, x: number, seen: string): boolean {
  return (expected.slice(0, x).findLast(({text}) => text !== '')?.text ?? '').includes(seen);
}

const penOf = ({pen}: ExpectedCell) => (pen === '' ? DEFAULT_PEN : applySgr(DEFAULT_PEN, pen));

function isDrawnWith(seen: xterm.IBufferCell, pen: Pen, {text}: ExpectedCell): boolean {
  const seenPen = applySgr(DEFAULT_PEN, sgrOf(seen));
  return text === ' ' ? seenPen.blank === pen.blank : seenPen.key === pen.key;
}

function sgrOf(cell: xterm.IBufferCell): string {
  const parts: (string | number)[] = [0];
  if (cell.isBold()) parts.push(1);
  if (cell.isDim()) parts.push(2);
  if (cell.isItalic()) parts.push(3);
  if (cell.isUnderline()) parts.push(4);
  if (cell.isInverse()) parts.push(7);
  if (cell.isStrikethrough()) parts.push(9);
  parts.push(...colourOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor(), 30));
  parts.push(...colourOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor(), 40));
  return parts.join(';');
}

function colourOf(isRgb: boolean, isPalette: boolean, colour: number, base: number): readonly number[] {
  if (isRgb) return [base + 8, 2, colour >> 16, (colour >> 8) & 255, colour & 255];
  if (!isPalette) return [];
  if (colour < 8) return [base + colour];
  return colour < 16 ? [base + 60 + colour - 8] : [base + 8, 5, colour];
}

describe('random frames are shown correctly, cell by cell', () => {
  test.each(SEEDS)('seed %i', async seed => {
    expect(await runFrames(seed, false, createEmulator(40, 10))).toEqual([]);
  });

  test.each(SEEDS)(
    'seed %i, with characters whose width depends on the terminal, on one with old widths',
    async seed => {
      expect(await runFrames(seed, true, createEmulator(40, 10))).toEqual([]);
    },
  );

  test.each(SEEDS)('seed %i, the same on a terminal that knows emoji but does not join them', async seed => {
    const emulator = createEmulator(40, 10);
    const wcwidth = (codepoint: number) => {
      const width = stringWidth(String.fromCodePoint(codepoint));
      return width === 0 ? 0 : width === 1 ? 1 : 2;
    };
    emulator.terminal.unicode.register({
      version: 'emoji',
      wcwidth,
      charProperties: (codepoint, preceding) => {
        const width = wcwidth(codepoint);
        const isJoined = width === 0 && preceding !== 0;
        return isJoined ? (preceding & ~1) | 1 : width << 1;
      },
    });
    emulator.terminal.unicode.activeVersion = 'emoji';
    expect(await runFrames(seed, true, emulator)).toEqual([]);
  });
});
