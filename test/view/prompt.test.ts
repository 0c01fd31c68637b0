import {describe, expect, test} from '@jest/globals';
import {createStore} from '../../src/store/store.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines} from '../support/drawn-frame.js';

/** What is seen of what is typed, asked and said in windows that have hardly any room. */

const WATCHERS = {
  neo4j: 'running',
  titan: 'stopped',
  elasticsearch: 'running',
  'a-watcher-with-a-long-name': 'running',
} as const;
const NODES = Object.fromEntries(Array.from({length: 32}, (_, index) => [`192.168.100.${index + 1}`, WATCHERS]));
const SIZES = [
  [40, 10],
  [40, 24],
  [80, 10],
  [80, 24],
] as const;

/** The lines of the window once this was typed; `isAscii` for terminals that show no more. */
function draw(columns: number, rows: number, keys: string | readonly string[], isAscii = false, say?: string) {
  const store = createStore(clusterState(NODES));
  const {controller, draw: drawn} = openController({store, clock: () => at(10), rows});
  for (const key of keys) controller.press(key);
  if (say !== undefined) controller.warn(say);
  const theme = createTheme({isAscii, hasColor: false});
  const lines = allLines(drawn({width: columns, theme})).map(line => line.trimEnd());
  const bar = lines.findIndex(line => /^[:/]/.test(line));
  return {lines, underBar: lines.slice(bar + 1)};
}

/** Lines that go on below each other, as one text. */
const joined = (lines: readonly string[]) => lines.map(line => line.trim()).join(' ');

describe.each(SIZES)('at %d × %d', (columns, rows) => {
  test.each([
    [':stop neo4j on 192.168.100.1-8', /^→ 8 nodes × neo4j = 8 targets$/],
    [':stop', /^→ 32 nodes × 4 watchers = 128 targets$/],
    [':stop neo4j titan elasticsearch', /^→ 32 nodes × .*(neo4j|3).* = 96 targets$/],
    [':stop a-watcher-with-a-long-name', /^→ 32 nodes × a-w.* = 32 targets$/],
    [':cluster add 192.168.100.40-45', /^→ 38 nodes then: \+6$/],
  ])('%s: what it comes to is seen under it, with its counts', (typed, wanted) => {
    const {underBar} = draw(columns, rows, typed);
    expect(joined(underBar.slice(0, 1))).toMatch(wanted);
  });

  test('what is wrong is told to its end', () => {
    for (const [typed, end] of [
      [':stop neo4j on 10.0.0.9', '10.0.0.9 is not in the cluster (192.168.100.1-32)'],
      [':sotp', 'there is no command "sotp": did you mean stop?'],
    ] as const) {
      expect(joined(draw(columns, rows, typed).underBar)).toBe(`^ ${end}`);
    }
  });

  test('a filter says under it how many nodes it leaves', () => {
    expect(joined(draw(columns, rows, '/100.2').underBar)).toMatch(/^→ 11 of 32 nodes/);
  });

  test('a question is asked in full, with its answers', () => {
    const {lines} = draw(columns, rows, 'ax');
    const at = lines.findIndex(line => line.startsWith('stop 32 nodes'));
    expect(joined(lines.slice(at, at + 3))).toMatch(
      /^stop 32 nodes × 4 watchers = 128 targets \(all that run of 3 watchers\)\? +\[Cancel\] {2}Yes/,
    );
  });

  test('a message is told in full, in ASCII, too', () => {
    const message = 'A demo: a marks all, s starts them, J shows what came of it. Odd on purpose: 127.0.77.3.';
    for (const isAscii of [false, true]) {
      const {lines} = draw(columns, rows, [], isAscii, message);
      expect(joined(lines)).toContain(message);
    }
  });

  test('a node and the header are seen all the while', () => {
    const {lines} = draw(columns, rows, ':stop neo4j on 10.0.0.9');
    expect(lines[0]).toMatch(/^circusman/);
    expect(lines.some(line => /^▌ 192\.168\.100\.1 /.test(line))).toBe(true);
    expect(lines).toHaveLength(rows);
  });
});

test('in a narrow window what is wrong stands under a mark at its place', () => {
  const {underBar} = draw(40, 24, ':stop neo4j on 10.0.0.9');
  expect(underBar.slice(0, 3)).toEqual(['               ^', '10.0.0.9 is not in the cluster', '(192.168.100.1-32)']);
});

test.each([3, 4, 5])('in %d rows the preview is still under the bar, and a node above it', rows => {
  const {lines, underBar} = draw(40, rows, ':stop neo4j');
  expect(underBar[0]).toMatch(/→ 32 nodes × neo4j = 32 targets/);
  expect(lines.some(line => line.startsWith('▌ 192.168.100.1'))).toBe(true);
});
