import {expect, test} from '@jest/globals';
import xterm from '@xterm/headless';
import {type Cells, readCells} from '../../bench/cells.js';
import {idealDiff} from '../../bench/ideal-diff.js';

const COLUMNS = 30;
const ROWS = 6;
const ROUNDS = 300;

function openEmulator() {
  const emulator = new xterm.Terminal({cols: COLUMNS, rows: ROWS, allowProposedApi: true});
  return {
    write: (text: string) => new Promise<void>(resolve => emulator.write(text, resolve)),
    cells: (): Cells => readCells(emulator),
    close: () => emulator.dispose(),
  };
}

const STYLES = ['', '1', '2', '1;31', '7', '38;5;200', '38;2;1;2;3', '4;44', '32', '92', '101;30', '2;3;9'];
const TEXTS = ['a', '0', ' ', 'xyz', '●', '▁▂▃', '中', '12.5'];

/** The same numbers in each run of the test. */
function createRandom(): (below: number) => number {
  let state = 42;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

test('it turns any screen into any other', async () => {
  const random = createRandom();
  const [wanted, made] = [openEmulator(), openEmulator()];
  for (let round = 0; round < ROUNDS; round++) {
    const before = wanted.cells();
    for (let change = random(6); change >= 0; change--) {
      const style = STYLES[random(STYLES.length)] ?? '';
      const text = TEXTS[random(TEXTS.length)] ?? '';
      await wanted.write(`\u001B[${1 + random(ROWS)};${1 + random(COLUMNS - 4)}H\u001B[0;${style}m${text}`);
    }
    await made.write(idealDiff(before, wanted.cells()).text);
    expect(made.cells()).toEqual(wanted.cells());
  }
  wanted.close();
  made.close();
});

test('no change writes nothing, and a small change little', async () => {
  const emulator = openEmulator();
  await emulator.write('cpu 12.5 mem 7M\r\nsecond line');
  const before = emulator.cells();
  expect(idealDiff(before, emulator.cells())).toEqual({cells: 0, text: ''});
  await emulator.write('\u001B[1;5H13.4\u001B[1;14H8');
  expect(idealDiff(before, emulator.cells())).toEqual({cells: 3, text: '\u001B[1;6H3.4\u001B[5C8'});
  emulator.close();
});
