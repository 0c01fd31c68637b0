import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {NO_SERVICE, startNodes} from '../support/local-nodes.js';

/** The bundle itself in windows of every small size: it draws with parts that the sources do not have (`scripts/bundle`). */

/** Wide, combining, joined and right-to-left characters, and a name that is longer than the window. */
const NAMES = [
  'neo4j',
  '图数据库',
  'ne\u0301o4j',
  '👩‍👩‍👧',
  '🇩🇪x',
  'שלום',
  'a-watcher-with-a-very-long-name-of-48-characters',
];
const WATCHERS = NAMES.map(name => watcherSection(name, {cmd: 'sleep 3600', autostart: false, ...NO_SERVICE})).join('');
const NODES = 3;
/** A node that is down. */
const NOBODY = '127.0.0.250:1';

const MOST_COLUMNS = 40;
const MOST_ROWS = 12;
type Size = readonly [columns: number, rows: number];
const ROOMY: Size = [120, 40];

let cluster: LocalNodes;
let screen: Screen | undefined;

beforeAll(async () => {
  cluster = await startNodes(NODES, WATCHERS);
});
afterAll(() => cluster.stop());
afterEach(() => screen?.close());

/** Opens the screen on the nodes, and on one that nobody is, in a window of this size. */
function open([columns, rows]: Size, flags: readonly string[] = []): Screen {
  const set = [...cluster.nodes.map(node => node.spec.id), NOBODY];
  screen = openScreen([set.join(','), ...flags], {columns, rows});
  return screen;
}

/** Every size there is, each beside the one before: wider and narrower by turns, first lower, then higher again. */
const SIZES: readonly Size[] = (() => {
  const lower = Array.from({length: MOST_ROWS}, (_, index) => {
    const widths = Array.from({length: MOST_COLUMNS}, (_, column) => column + 1);
    return (index % 2 === 0 ? widths.toReversed() : widths).map(width => [width, MOST_ROWS - index] as const);
  }).flat();
  const higher = Array.from({length: MOST_ROWS - 1}, (_, index) => [MOST_COLUMNS - index, index + 2] as const);
  return [...lower, ...higher];
})();

async function sweep(seen: Screen, through: readonly Size[]): Promise<void> {
  for (const [columns, rows] of through) {
    await seen.redrawn(columns, rows);
    if (seen.beyond() > 0)
      throw new Error(`at ${columns} × ${rows} it wrote beyond the edge:\n${seen.lines().join('\n')}`);
  }
}

/** What is opened by which keys, what is seen then where there is room, and the keys that close it. */
const SCREENS: readonly (readonly [what: string, keys: string, seen: RegExp, close: string])[] = [
  ['the grid', '', /NODE .*\n.*online/, ''],
  ['marks', 'a', /[✓+][●*]/, 'U'],
  ['the jobs', 'J', /outcome/, '<esc>'],
  ['the logs', 'L', /goes to no file/, '<esc>'],
  ['the help', '?', /Scroll down|Mark the cell/, '<esc>'],
  ['a search of the help', '?/stop', /words to look for/, '<esc><esc>'],
  ['a command', ':stop neo4j 图数据库 on 1', /(→|->) 1 node/, '<esc>'],
  ['a wrong command', ':stop neo4j 图数据库 on 图', /\^\s/, '<esc>'],
  ['nodes to add', 'A127.0.0.251:1', /(→|->) 5 nodes then: \+1/, '<esc>'],
  ['a filter', '/127', /(→|->) 4 of 4 nodes/, '<esc>'],
  ['a filter that hides all', '/x图', /(→|->) 0 of 4 nodes/, '<esc>'],
  ['a question', 'ax', /\[Cancel\]/, 'nU'],
  ['a message', 'y', /does nothing here/, 'j'],
];

describe.each([
  ['', []],
  [' in ASCII', ['--ascii']],
])('a window of every size up to 40 × 12%s', (_what, flags) => {
  test('has nothing written beyond its edges, and keys are answered', async () => {
    const seen = open(ROOMY, flags);
    await seen.until(lines => lines.filter(line => / online /.test(line)).length >= NODES, 'every node online');
    seen.press(':start neo4j titan<enter>');
    await seen.until(/3\/8 ok . 5 failed/);
    for (const [what, keys, pattern, close] of SCREENS) {
      seen.press(keys);
      await seen.until(pattern, what);
      await sweep(seen, flags.length === 0 ? SIZES : SIZES.filter(([columns]) => columns % 5 === 1));
      await sweep(seen, [[300, 100], [1, 1], ROOMY]);
      await seen.until(pattern, `${what} as before`);
      seen.press(close);
      await seen.until(isGrid, `the grid after ${what}`);
    }
    seen.press('q');
    expect(await seen.exit).toEqual({code: 0, signal: 0});
  });
});

/** The grid is seen, with nothing open. */
function isGrid(lines: readonly string[]): boolean {
  return lines.some(line => /^ {2}NODE/.test(line)) && lines.some(line => line.includes('space mark'));
}

test.each<Size>([
  [1, 1],
  [2, 1],
  [1, 3],
  [7, 2],
  [16, 24],
  [22, 8],
  [40, 1],
  [300, 100],
])('started in a window of %d × %d it runs, and shows everything once there is room', async (columns, rows) => {
  const seen = open([columns, rows]);
  await seen.until(() => seen.modes().isAlternate, 'the other screen');
  expect(seen.beyond()).toBe(0);
  seen.press('J');
  await seen.redrawn(...ROOMY);
  await seen.until(/No job yet/);
  seen.press('<esc>');
  await seen.until(lines => lines.filter(line => / online /.test(line)).length >= NODES, 'every node online');
  seen.press('q');
  expect(await seen.exit).toEqual({code: 0, signal: 0});
});
