import {PassThrough} from 'node:stream';
import {expect, test} from '@jest/globals';
import {takeTerminal} from '../../src/terminal/terminal.js';
import {eventually} from '../support/eventually.js';
import {createEmulator} from './emulator.js';
import {type ExpectedRow, randomRow, seededRandom, seenOf, textOf} from './random-frames.js';

/** The most turns of the event loop that a step waits. */
const TURNS = 20;
const STEPS = 60;

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a terminal that takes few bytes at a time shows the newest frame in the end, however often it was left: seed %i',
  async seed => {
    const random = seededRandom(seed);
    const emulator = createEmulator(40, 10);
    const decoder = new TextDecoder();
    const device = {
      // A part may end anywhere, also within a sequence or a character.
      write: (bytes: Uint8Array, offset: number) => {
        const part = bytes.slice(offset, offset + Math.max(0, Math.floor(random() * 60) - 10));
        emulator.terminal.write(decoder.decode(part, {stream: true}));
        return part.length;
      },
      writeLate: () => {},
      close: () => {},
    };
    const terminal = takeTerminal(new PassThrough(), emulator.output, {device});
    let frame: readonly ExpectedRow[] = [];
    for (let step = 0; step < STEPS; step++) {
      const kind = random();
      if (kind < 0.03) terminal.repaint();
      else if (kind < 0.06) terminal.setTitle(`title ${step}`);
      else if (kind < 0.1) {
        terminal.release();
        terminal.retake();
      } else if (kind < 0.15) {
        await emulator.settled();
        emulator.resize(20 + Math.floor(random() * 30), 5 + Math.floor(random() * 8));
      } else if (kind < 0.3) await turns(Math.floor(random() * TURNS));
      const {columns, rows} = emulator.output;
      frame = Array.from({length: rows}, () => randomRow(random, columns, false));
      terminal.stream.write(frame.map(row => textOf(random, row)).join('\n'));
    }
    const {columns} = emulator.output;
    const expected = frame.map(row =>
      seenOf(row, columns)
        .map(({text}) => text)
        .join('')
        .trimEnd(),
    );
    await eventually(async () => expect(await emulator.lines()).toEqual(expected));
    terminal.restore();
  },
);

/** Waits that many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve));
}
