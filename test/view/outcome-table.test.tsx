import {afterEach, expect, test} from '@jest/globals';
import xterm from '@xterm/headless';
import {cleanup} from 'ink-testing-library';
import {createCellDiff} from '../../src/terminal/cell-diff.js';
import {OutcomeTable, tableWidths} from '../../src/view/outcome-table.js';
import {createTheme} from '../../src/view/theme.js';
import type {OutcomeGroup} from '../../src/wording/outcome-groups.js';
import {emulatedLines} from '../support/emulated-lines.js';
import {renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

const COLUMNS = 70;
const ROWS = 24;
const BORDER = /[│┌┬┐├┼┤└┴┘|+]/;

function group(watcher: string | null, rest: Partial<OutcomeGroup> = {}): OutcomeGroup {
  return {kind: 'ok', nodes: '10.0.0.1', watcher, count: 1, text: 'ok', ...rest};
}

/** What a terminal makes of the table: its lines, and the columns in which each of them has a border. */
async function shown(groups: readonly OutcomeGroup[], {isAscii = false, columns = COLUMNS} = {}) {
  const theme = createTheme({isAscii, hasColor: true});
  const widths = tableWidths(groups, columns, theme);
  const {lastFrame} = renderAt(<OutcomeTable groups={groups} widths={widths} theme={theme} />, columns, ROWS);
  const terminal = new xterm.Terminal({cols: columns, rows: ROWS, allowProposedApi: true});
  const update = createCellDiff().update((lastFrame() ?? '').split('\n'), {columns, rows: ROWS});
  await new Promise<void>(resolve => terminal.write(update, resolve));
  const lines = emulatedLines(terminal).filter(line => line !== '');
  const borders = lines.map((_, y) =>
    Array.from({length: columns}, (_, x) => x).filter(x =>
      BORDER.test(terminal.buffer.active.getLine(y)?.getCell(x)?.getChars() ?? ''),
    ),
  );
  terminal.dispose();
  return {lines, borders};
}

const NAMES: readonly [string, string][] = [
  ['ideographs', '数据库'],
  ['a letter with a combining mark', 'cafe\u0301'],
  ['an emoji', 'db 🚀'],
  ['an emoji of several code points', '👩‍🚀 probe'],
  ['ideographs that are cut', '数据库'.repeat(8)],
  ['marks that are cut', 'e\u0301'.repeat(30)],
];

test.each(NAMES)('%s in a name move no border', async (_, name) => {
  const {lines, borders} = await shown([group('neo4j'), group(name), group(null, {nodes: '10.0.0.2-4', count: 3})]);
  expect(lines).toHaveLength(9);
  expect(borders.map(String)).toEqual(lines.map(() => String(borders[0])));
  expect(borders[0]).toHaveLength(5);
  expect(borders[0]?.at(-1)).toBe(COLUMNS - 1);
});

test('names and reasons that are wide stand in their cells', async () => {
  const {lines} = await shown([group('数据库', {kind: 'failed', text: 'failed: 没有连接'}), group('cafe\u0301')]);
  expect(`\n${lines.join('\n')}\n`).toBe(`
┌──────────┬─────────┬─────────┬─────────────────────────────────────┐
│ nodes    │ watcher │ targets │ outcome                             │
├──────────┼─────────┼─────────┼─────────────────────────────────────┤
│ 10.0.0.1 │ 数据库  │       1 │ failed: 没有连接                    │
├──────────┼─────────┼─────────┼─────────────────────────────────────┤
│ 10.0.0.1 │ cafe\u0301    │       1 │ ok                                  │
└──────────┴─────────┴─────────┴─────────────────────────────────────┘
`);
});

test('a reason that is too long moves no border', async () => {
  const {borders} = await shown([group('x', {text: '没有连接'.repeat(20)}), group('y', {nodes: '世界'.repeat(30)})]);
  expect(new Set(borders.map(String)).size).toBe(1);
});

test('in ASCII too, where what is wide is not shown', async () => {
  const {lines, borders} = await shown([group('数据库'), group('cafe\u0301')], {isAscii: true});
  expect(lines.join('')).toMatch(/^[ -~]*$/);
  expect(lines[3]).toMatch(/^\| 10\.0\.0\.1 \| \?\?\? +\| +1 \| ok +\|$/);
  expect(new Set(borders.map(String)).size).toBe(1);
});

test('where there is little room the heads are cut and no line is longer than the others', async () => {
  const {borders} = await shown([group('数据库'), group('x')], {columns: 40});
  expect(new Set(borders.map(String)).size).toBe(1);
  expect(borders[0]?.at(-1)).toBe(39);
});
