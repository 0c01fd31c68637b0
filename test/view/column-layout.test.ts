import {describe, expect, test} from '@jest/globals';
import {CELL_COLUMNS, NODE_COLUMNS} from '../../src/columns/table.js';
import {type ColumnLayout, layoutColumns, nodeWidth} from '../../src/view/column-layout.js';

const NAME = 11;
/** How many parts may be hidden. */
const PARTS = 8;

/** Columns of the screen that a row takes. */
function usedBy(columns: ColumnLayout): number {
  return nodeWidth(columns, columns.name) + columns.watcherCount * columns.cell.width;
}

describe('columns give way as the width shrinks, and come back where a wide one has gone', () => {
  test.each([
    [200, []],
    [118, []],
    [117, ['CPU 5 min']],
    [105, ['CPU 5 min', 'RTT']],
    [98, ['CPU 5 min', "watchers' memory"]],
    [92, ['CPU 5 min', 'RTT', "watchers' memory"]],
    [86, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM']],
    [80, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM']],
    [79, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM', 'CPU%']],
    [72, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM', 'STATE']],
    [64, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM', 'CPU%', 'STATE']],
    [63, ['CPU 5 min', "watchers' memory", "watchers' words"]],
    [60, ['CPU 5 min', 'RTT', "watchers' memory", "watchers' words"]],
    [30, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM', 'CPU%', 'STATE', "watchers' words", "watchers' CPU"]],
  ])('at %d columns %j are hidden', (width, hidden) => {
    expect(layoutColumns(width, NAME, 2, 0).hidden).toEqual(hidden);
  });

  test.each([
    [2, false, 10, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM'], 80],
    [2, true, 10, ['CPU 5 min', 'RTT', "watchers' memory", 'MEM'], 80],
    [3, false, 10, ['CPU 5 min', "watchers' memory", "watchers' words"], 70],
    [3, true, 25, ['CPU 5 min', 'RTT', "watchers' memory", "watchers' words"], 78],
    [4, false, 10, ['CPU 5 min', "watchers' memory", "watchers' words"], 78],
    [4, true, 10, ['CPU 5 min', "watchers' memory", "watchers' words"], 78],
  ])(
    'at 80 columns with %d watchers, notes %j, the state has %d columns and %j are hidden',
    (watchers, hasNotes, state, hidden, used) => {
      const columns = layoutColumns(80, NAME, watchers, 0, hasNotes);
      expect([columns.state, columns.hidden, usedBy(columns)]).toEqual([state, hidden, used]);
    },
  );
});

describe('a cluster that is wider than the screen', () => {
  test('shows as many watchers as fit, the cursor’s among them', () => {
    const at = (cursor: number) => {
      const {firstWatcher, watcherCount} = layoutColumns(60, NAME, 20, cursor);
      return [firstWatcher, watcherCount];
    };
    expect(at(0)).toEqual([0, 11]);
    expect(at(10)).toEqual([5, 11]);
    expect(at(19)).toEqual([9, 11]);
  });

  test('shortens the names before it gives up the last watcher', () => {
    const {name, watcherCount} = layoutColumns(40, 60, 2, 0);
    expect(name).toBe(27);
    expect(watcherCount).toBe(2);
  });
});

/** What each part takes, those of a watcher's cell for each of them; a cell of the glyph alone has a column to spare. */
function sizeOf(part: string, watchers: number, {word, figures}: ColumnLayout['cell']): number {
  const isBare = word === null && !figures.some(({name}) => name === 'cpu');
  const ofCell = {"watchers' memory": 6, "watchers' words": 16, "watchers' CPU": 5}[part];
  if (ofCell !== undefined) return watchers * (isBare ? ofCell - 1 : ofCell);
  return {'CPU 5 min': 12, RTT: 7, MEM: 7, 'CPU%': 7, STATE: 9}[part] ?? 0;
}

test('nothing is wider than the screen where there is no watcher', () => {
  const used = [17, 40, 80].map(width => usedBy(layoutColumns(width, NAME, 0, 0)));
  expect(used).toEqual([16, 39, 58]);
});

describe.each([
  [1, true],
  [2, false],
  [3, true],
  [8, false],
  [40, true],
])('with %d watchers, notes %j, at any width', (watchers, hasNotes) => {
  const all = Array.from({length: 284}, (_, index) => index + 17).flatMap(width =>
    [NAME, 32].map(longestName => ({
      width,
      longestName,
      columns: layoutColumns(width, longestName, watchers, 0, hasNotes),
    })),
  );

  test('nothing is wider than the screen', () => {
    expect(all.filter(({width, columns}) => usedBy(columns) > width)).toEqual([]);
  });

  test('nothing is hidden that what is left over has room for', () => {
    const fitting = all.flatMap(({width, columns}) => {
      const left = width - usedBy(columns);
      return columns.hidden.filter(part => sizeOf(part, watchers, columns.cell) <= left);
    });
    expect(fitting).toEqual([]);
  });

  test('a name is cut, and a watcher out of sight, only where all else is hidden', () => {
    const wrong = all.filter(({longestName, columns}) => {
      const isCut = columns.name < longestName || columns.watcherCount < watchers;
      return isCut && columns.hidden.length < PARTS;
    });
    expect(wrong).toEqual([]);
  });
});

test.each([0, 1, 3, 12])(
  'with %d watchers and every column chosen nothing is wider than the screen, and names are last to be cut',
  watchers => {
    const every = {nodes: NODE_COLUMNS.map(({name}) => name), cells: CELL_COLUMNS.map(({name}) => name)};
    for (let width = 17; width <= 400; width++) {
      const columns = layoutColumns(width, NAME, watchers, 0, true, every);
      const isCut = columns.name < NAME || columns.watcherCount < watchers;
      expect([
        width,
        usedBy(columns) <= width,
        isCut && columns.hidden.length < every.nodes.length - 1 + every.cells.length,
      ]).toEqual([width, true, false]);
    }
  },
);

describe('the columns that are wanted', () => {
  const titles = (columns: ColumnLayout) => [...columns.before, ...columns.behind].map(({title}) => title);

  test('are those that are shown, and no other is missed', () => {
    const columns = layoutColumns(200, NAME, 2, 0, false, {nodes: ['cpu', 'bars'], cells: ['memory']});
    expect(columns.hasStateWord).toBe(false);
    expect(titles(columns)).toEqual(['CPU%', 'CPU 5 min']);
    expect([columns.cell.word, columns.cell.figures.map(({name}) => name)]).toEqual([null, ['memory']]);
    expect(columns.hidden).toEqual([]);
  });

  test('stay in the table’s order, and still give way', () => {
    const choice = {nodes: ['memory', 'cpu', 'state', 'name'], cells: ['cpu', 'state']};
    expect(titles(layoutColumns(90, NAME, 2, 0, false, choice))).toEqual(['CPU%', 'MEM']);
    expect(layoutColumns(50, NAME, 2, 0, false, choice).hidden).toEqual(['MEM', "watchers' words"]);
  });

  test('may be none but the name and a glyph', () => {
    const columns = layoutColumns(80, NAME, 2, 0, true, {nodes: [], cells: []});
    expect([columns.hasStateWord, columns.state, titles(columns), columns.cell.width]).toEqual([false, 1, [], 4]);
  });
});
