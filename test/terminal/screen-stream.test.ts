import {EventEmitter} from 'node:events';
import {describe, expect, test} from '@jest/globals';
import xterm from '@xterm/headless';
import {createScreenStream} from '../../src/terminal/screen-stream.js';
import {takeTerminal} from '../../src/terminal/terminal.js';

/** A terminal emulator behind an output stream; it remembers what was written. */
function emulator(columns: number, rows: number) {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const emitter = new EventEmitter();
  const written: string[] = [];
  const output = {
    columns,
    rows,
    write: (text: string) => {
      written.push(text);
      terminal.write(text);
    },
    on: (event: 'resize', listener: () => void) => emitter.on(event, listener),
    off: (event: 'resize', listener: () => void) => emitter.off(event, listener),
  };
  return {
    terminal,
    output,
    written,
    resize: (newColumns: number, newRows: number) => {
      output.columns = newColumns;
      output.rows = newRows;
      terminal.resize(newColumns, newRows);
      emitter.emit('resize');
    },
    /** The lines as they are seen, once everything written has been taken in. */
    lines: async () => {
      await new Promise<void>(resolve => terminal.write('', resolve));
      const {active} = terminal.buffer;
      return Array.from({length: terminal.rows}, (_, y) => active.getLine(y)?.translateToString(true) ?? '');
    },
  };
}

describe('frames', () => {
  test('are seen as they are, also a line of full width, and each shorter one after a longer one', async () => {
    const {output, lines} = emulator(6, 3);
    const stream = createScreenStream(output);
    stream.write('abcdef\n12\nxyz');
    expect(await lines()).toEqual(['abcdef', '12', 'xyz']);
    stream.write('ab\n123456\nx');
    expect(await lines()).toEqual(['ab', '123456', 'x']);
    stream.write('fedcba\n12');
    expect(await lines()).toEqual(['fedcba', '12', '']);
  });

  test('write only the lines that changed; the same frame again writes nothing', () => {
    const {output, written} = emulator(10, 3);
    const stream = createScreenStream(output);
    stream.write('one\ntwo\nthree');
    written.length = 0;
    stream.write('one\nTWO\nthree');
    expect(written).toEqual(['\u001B[2;1H\u001B[0m\u001B[KTWO']);
    stream.write('one\nTWO\nthree');
    expect(written).toHaveLength(1);
  });

  test('of more lines than the terminal has are cut at its end, never scrolled', async () => {
    const {output, lines} = emulator(5, 2);
    createScreenStream(output).write('one\ntwo\nthree');
    expect(await lines()).toEqual(['one', 'two']);
  });

  test('are drawn whole after a resize, whatever the terminal made of the old one', async () => {
    const {output, lines, resize} = emulator(6, 3);
    const stream = createScreenStream(output);
    stream.write('abcdef\n12\nxyz');
    let resized = 0;
    stream.on('resize', () => {
      resized++;
    });
    resize(4, 2);
    expect([resized, stream.columns, stream.rows]).toEqual([1, 4, 2]);
    stream.write('abcd\n12');
    expect(await lines()).toEqual(['abcd', '12']);
  });

  test('colours end with their line', async () => {
    const {output, terminal, lines} = emulator(6, 2);
    createScreenStream(output).write('\u001B[31mred\nplain');
    expect(await lines()).toEqual(['red', 'plain']);
    expect(terminal.buffer.active.getLine(0)?.getCell(0)?.getFgColor()).toBe(1);
    expect(terminal.buffer.active.getLine(1)?.getCell(0)?.isFgDefault()).toBe(true);
  });
});

test('control sequences alone go to the terminal as they are', () => {
  const {output, written} = emulator(6, 2);
  createScreenStream(output).write('\u001B[?2004h');
  expect(written).toEqual(['\u001B[?2004h']);
});

describe('the terminal', () => {
  test('shows again what it showed before, with its cursor, and is restored once', async () => {
    const {output, lines, written, terminal} = emulator(10, 3);
    const rawModes: boolean[] = [];
    output.write('shell $ ');
    const taken = takeTerminal({isTTY: true, setRawMode: isRaw => rawModes.push(isRaw)}, output);
    taken.stream.write('grid');
    expect(await lines()).toEqual(['grid', '', '']);
    expect(terminal.buffer.active.type).toBe('alternate');
    taken.restore();
    expect(await lines()).toEqual(['shell $ ', '', '']);
    expect(terminal.buffer.active.type).toBe('normal');
    expect(written.at(-1)).toContain('\u001B[?25h');
    const count = written.length;
    taken.restore();
    taken.stream.write('late frame');
    expect(written).toHaveLength(count);
    expect(rawModes).toEqual([false]);
  });

  test('that is gone does not make leaving it fail', () => {
    const {output} = emulator(10, 3);
    const taken = takeTerminal({}, {...output, write: () => undefined});
    const gone = takeTerminal(
      {
        setRawMode: () => {
          throw new Error('EIO');
        },
      },
      output,
    );
    expect(() => taken.restore()).not.toThrow();
    expect(() => gone.restore()).not.toThrow();
  });
});
