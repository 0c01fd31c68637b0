import {PassThrough} from 'node:stream';
import {describe, expect, test} from '@jest/globals';
import {takeTerminal} from '../../src/terminal/terminal.js';
import {eventually} from '../support/eventually.js';
import {createEmulator} from './emulator.js';

/** Takes a terminal of this size that shows a shell's prompt. */
function taken(columns = 10, rows = 3) {
  const emulator = createEmulator(columns, rows);
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {isTTY: true, setRawMode: (isRaw: boolean) => rawModes.push(isRaw)});
  emulator.output.write('shell $ ');
  const terminal = takeTerminal(input, emulator.output);
  return {...emulator, emulated: emulator.terminal, terminal, input, rawModes};
}

describe('frames', () => {
  test('are shown as they are, cut after the last row', async () => {
    const {terminal, lines} = taken(6, 3);
    terminal.stream.write('abcdef\n12\nxyz');
    expect(await lines()).toEqual(['abcdef', '12', 'xyz']);
    terminal.stream.write('ab\n123456\nx\nno');
    expect(await lines()).toEqual(['ab', '123456', 'x']);
    terminal.stream.write('fedcba\n12');
    expect(await lines()).toEqual(['fedcba', '12', '']);
  });

  test('that change nothing write nothing; large changes are shown at once', () => {
    const {terminal, written} = taken(200, 3);
    terminal.stream.write('one\ntwo');
    written.length = 0;
    terminal.stream.write('one\ntwo');
    expect(written).toEqual([]);
    terminal.stream.write('one\ntWo');
    expect(written).toEqual(['\u001B[2;2HW']);
    terminal.stream.write(`${'x'.repeat(200)}\n${'y'.repeat(100)}`);
    expect(written.at(-1)).toMatch(/^\u001B\[\?2026h.*\u001B\[\?2026l$/s);
  });

  test('that the terminal already shows are not drawn again', () => {
    const {terminal, written} = taken(10, 3);
    terminal.stream.seed(['one', 'two'], {columns: 10, rows: 3});
    written.length = 0;
    terminal.stream.write('one\ntwo\n');
    expect(written).toEqual([]);
  });

  test('are drawn whole after a resize', async () => {
    const {terminal, lines, resize} = taken(6, 3);
    const {stream} = terminal;
    stream.write('abcdef\n12\nxyz');
    await lines();
    stream.on('resize', () => stream.write(`${stream.columns}\n${stream.rows}`));
    resize(4, 2);
    expect(await lines()).toEqual(['4', '2']);
  });

  test('cannot control the terminal, except by colours and paste mode', () => {
    const {terminal, written} = taken();
    written.length = 0;
    terminal.stream.write('\u001B[?25h');
    terminal.stream.write('\u001B[?1049l');
    expect(written).toEqual([]);
    terminal.stream.write('\u001B[?2004h');
    expect(written).toEqual(['\u001B[?2004h']);
  });
});

test('a repaint draws everything, whatever another program wrote', async () => {
  const {terminal, emulated, lines} = taken();
  terminal.stream.write('one\ntwo');
  emulated.write('\u001B[31mgarbage\r\n\r\n\r\n');
  terminal.repaint();
  expect(await lines()).toEqual(['one', 'two', '']);
});

describe('title, bell and messages', () => {
  test('are written once, and the previous title is shown again at the end', () => {
    const {terminal, written} = taken();
    written.length = 0;
    terminal.setTitle('two\u0007 nodes');
    terminal.setTitle('two nodes');
    terminal.bell();
    terminal.notify('job failed\u001B');
    expect(written).toEqual(['\u001B[22;2t\u001B]2;two nodes\u001B\\', '\u0007', '\u001B]9;job failed\u001B\\']);
    terminal.restore();
    expect(written.at(-1)).toContain('\u001B[23;2t');
  });
});

test('a terminal that would print operating system commands is sent none', async () => {
  const {output, written} = createEmulator(10, 3);
  const terminal = takeTerminal(new PassThrough(), output, {hasOsc: false});
  terminal.setTitle('two nodes');
  terminal.notify('job failed');
  expect(await terminal.askBackground(10_000)).toBeNull();
  terminal.restore();
  expect(written.join('')).toContain('\u0007');
  expect(written.join('')).not.toMatch(/\u001B\]|\u001B\[\d+;\dt/);
});

describe('leaving', () => {
  test('shows again what was shown before, once', async () => {
    const {terminal, lines, written, emulated, rawModes} = taken();
    terminal.keys.setRawMode(true);
    terminal.stream.write('grid');
    terminal.stream.write('\u001B[?2004h');
    expect(await lines()).toEqual(['grid', '', '']);
    expect(emulated.buffer.active.type).toBe('alternate');
    expect(terminal.restore()).toBe(true);
    expect(await lines()).toEqual(['shell $', '', '']);
    expect(emulated.buffer.active.type).toBe('normal');
    expect(emulated.modes).toMatchObject({bracketedPasteMode: false, wraparoundMode: true});
    const count = written.length;
    terminal.restore();
    terminal.stream.write('late frame');
    terminal.retake();
    expect(written).toHaveLength(count);
    expect(rawModes).toEqual([true, false]);
  });

  test('does not fail when the terminal is gone', () => {
    const {output} = createEmulator(10, 3);
    const setRawMode = () => {
      throw new Error('EIO');
    };
    const input = Object.assign(new PassThrough(), {isTTY: true, setRawMode});
    let isGone = false;
    const write = (bytes: Uint8Array) => {
      if (isGone) throw new Error('EIO');
      return bytes.length;
    };
    const terminal = takeTerminal(input, output, {device: {write, writeLate: () => {}, close: () => {}}});
    isGone = true;
    expect(terminal.restore()).toBe(false);
  });

  test('also leaves a last message to a terminal that takes no output', () => {
    const {output} = createEmulator(10, 3);
    let late = '';
    const writeLate = (bytes: Uint8Array) => {
      late += new TextDecoder().decode(bytes);
    };
    const terminal = takeTerminal(new PassThrough(), output, {device: {write: () => 0, writeLate, close: () => {}}});
    expect(terminal.restore()).toBe(false);
    terminal.say('2 failed');
    expect(late).toBe('');
    terminal.end();
    expect(late).toMatch(/\u001B\[\?1049l2 failed$/);
  });

  test('does not wait for a terminal that takes no output', () => {
    const {output} = createEmulator(10, 3);
    const terminal = takeTerminal(new PassThrough(), output, {
      device: {write: () => 0, writeLate: () => {}, close: () => {}},
    });
    terminal.stream.write('grid');
    expect(terminal.restore()).toBe(false);
  });
});

describe('leaving for a while', () => {
  test('and taking it again restores modes, title and the newest frame', async () => {
    const {terminal, lines, emulated, rawModes, written} = taken();
    terminal.keys.setRawMode(true);
    terminal.setTitle('title');
    terminal.stream.write('\u001B[?2004h');
    terminal.stream.write('first');
    terminal.release();
    expect(await lines()).toEqual(['shell $', '', '']);
    terminal.stream.write('second');
    expect(await lines()).toEqual(['shell $', '', '']);
    written.length = 0;
    terminal.retake();
    expect(await lines()).toEqual(['second', '', '']);
    expect(written.join('')).toContain(']2;title');
    expect(emulated.modes.bracketedPasteMode).toBe(true);
    expect(rawModes).toEqual([true, false, true]);
  });

  test('lends it to another program until that has ended, and its signals, too', async () => {
    const {terminal, lines, input} = taken();
    const typed: string[] = [];
    terminal.keys.setEncoding('utf8');
    terminal.keys.on('data', (text: string) => typed.push(text));
    terminal.stream.write('grid');
    const seen = await terminal.lend(async () => {
      expect(terminal.isLent()).toBe(true);
      expect(input.isPaused()).toBe(true);
      terminal.retake();
      return lines();
    });
    expect(seen).toEqual(['shell $', '', '']);
    expect(await lines()).toEqual(['grid', '', '']);
    input.write('key');
    await new Promise(resolve => setImmediate(resolve));
    expect(typed).toEqual(['key']);
    // A Ctrl-C that ended the other program may arrive here a little later.
    expect(terminal.isLent()).toBe(true);
    await eventually(() => expect(terminal.isLent()).toBe(false));
  });
});

describe('the background', () => {
  test('is asked for; it is null when no answer comes in time', async () => {
    const {terminal, written, input} = taken();
    const typed: string[] = [];
    terminal.keys.setEncoding('utf8');
    terminal.keys.on('data', (text: string) => typed.push(text));
    const asked = terminal.askBackground(10_000);
    expect(written.at(-1)).toBe('\u001B]11;?\u001B\\\u001B[c');
    input.write('a\u001B]11;rgb:ffff/ffff/ffff\u0007\u001B[?1;2cb');
    expect(await asked).toBe('light');
    expect(typed.join('')).toBe('ab');
    expect(await terminal.askBackground(1)).toBeNull();
  });
});
