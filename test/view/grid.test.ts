import {describe, expect, test} from '@jest/globals';
import type {Sort} from '../../src/columns/sort.js';
import type {Fact} from '../../src/model/facts.js';
import {createHistory} from '../../src/store/history.js';
import {reduce} from '../../src/store/reduce.js';
import {isSameFrame} from '../../src/view/frame.js';
import {FIRST_SCREEN, type ScreenState} from '../../src/view/screen-state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {bodyLines, drawnFrame} from '../support/drawn-frame.js';
import {withConfigured, withServices} from '../support/sample-node-info.js';

const NODES = Array.from({length: 30}, (_, index) => `n${index + 1}`);
const state = clusterState(Object.fromEntries(NODES.map(node => [node, {x: 'running'}])));
const BY_NAME: Sort = {column: {type: 'node', name: 'name'}, isReversed: true};
const sorted: ScreenState = {
  ...FIRST_SCREEN,
  cursor: {node: 'n1', row: 0, watcher: null},
  query: {filter: [], sort: BY_NAME},
};

function draw(screen: ScreenState, second = 10, of = state, width = 100) {
  return drawnFrame({state: of, screen, now: at(second), width, height: 20});
}

const isSeen = (node: string, screen: ScreenState) => bodyLines(draw(screen)).some(line => line.includes(`${node} `));

/** The line below the rows: after it are those of events, of which there is none. */
function footer(lines: readonly string[]): string | undefined {
  return lines.findLast(line => line.trim() !== '');
}

test('sorting does not take the picture along with the cursor’s node, but with one that is followed', () => {
  expect(isSeen('n1', sorted)).toBe(false);
  expect(isSeen('n30', sorted)).toBe(true);
  expect(isSeen('n1', {...sorted, following: 'n1'})).toBe(true);
});

test('a picture is the same when a second has passed and nothing shows it, and another one when something does', () => {
  expect(isSameFrame(draw(FIRST_SCREEN), draw(FIRST_SCREEN, 11))).toBe(true);
  const stale = reduce(state, [{type: 'ping-overdue', at: at(10), node: 'n1'}]);
  expect(isSameFrame(draw(FIRST_SCREEN, 10, stale), draw(FIRST_SCREEN, 11, stale))).toBe(false);
  expect(isSameFrame(draw({...FIRST_SCREEN, screen: 'help'}), draw({...FIRST_SCREEN, screen: 'help'}))).toBe(true);
});

describe('a node whose service is not configured for the cluster as it is', () => {
  const members = ['n1', '10.0.0.7', '10.0.0.8', '10.0.0.9'];
  const base = clusterState({n1: {x: 'running'}, n2: {y: 'running'}});
  const served = withServices(base, 'n1', [{watcher: 'x'}], 'n1');
  const noted = withConfigured(served, 'n1', 'x', {identifier: 1, members});
  const lines = (width: number, of = noted) => bodyLines(draw(FIRST_SCREEN, 10, of, width));
  const row = (width: number) => lines(width).find(line => line.slice(2).startsWith('n1')) ?? '';

  test('says so in the place of its state, and pushes out no watcher’s', () => {
    expect(row(100)).toMatch(/⚠ configured for 4 nodes .*● running/);
    expect(lines(100).find(line => line.slice(2).startsWith('n2'))).toMatch(/online .*● running/);
    expect(lines(100).every(line => line.length === 100)).toBe(true);
  });

  test('has a mark where there is no room for more, and the line below says it of the cursor’s node', () => {
    expect(row(70)).toMatch(/online ⚠ .*● running/);
    expect(row(30)).toMatch(/⚠ .*●/);
    expect(footer(lines(70))).toContain('x configured for 4 nodes');
  });

  test('says how it answers when it does not', () => {
    const away = reduce(noted, [{type: 'ping-overdue', at: at(9), node: 'n1'}]);
    expect(lines(100, away).join('\n')).toMatch(/n1 +stale/);
  });
});

test('a service that its node cannot use is an alarm in its row, and the line below says why', () => {
  const error = 'the home /opt/x of x cannot be used (No such file or directory)';
  const base = clusterState({n1: {x: 'stopped'}, n2: {x: 'stopped'}});
  const noted = withServices(base, 'n1', [{watcher: 'x', disk: null, error}]);
  const lines = bodyLines(draw(FIRST_SCREEN, 10, noted));
  expect(lines.find(line => line.slice(2).startsWith('n1'))).toMatch(/⚠ home cannot be used .*○ stopped/);
  expect(lines.find(line => line.slice(2).startsWith('n2'))).toMatch(/online .*○ stopped/);
  expect(footer(lines)).toContain(`x ${error}`);
});

test('with the cursor on a node’s name the line below says how its machine fares; a disk that is nearly full is said in its row', () => {
  const base = clusterState({n1: {x: 'stopped', y: 'stopped'}});
  const full = {total: 100 * 2 ** 30, free: 3 * 2 ** 30};
  const noted = withServices(base, 'n1', [
    {watcher: 'x', disk: full},
    {watcher: 'y', disk: full},
  ]);
  const lines = (watcher: string | null) =>
    bodyLines(draw({...FIRST_SCREEN, cursor: {node: 'n1', row: 0, watcher}}, 10, noted, 140));
  expect(lines('x').join('\n')).toMatch(/n1 +⚠ disk 97% full/);
  expect(footer(lines('x'))).toMatch(/^ {2}x disk 97% full: 3\.0G left {2}/);
  expect(footer(lines(null))).toContain('x disk 97% full: 3.0G left · load 0.50 on 2 cores,');
});

test('what a machine told long ago is said with its age', () => {
  const noted = withServices(clusterState({n1: {x: 'stopped'}}), 'n1', []);
  const below = (seconds: number) => {
    const screen: ScreenState = {...FIRST_SCREEN, cursor: {node: 'n1', row: 0, watcher: null}};
    return footer(bodyLines(draw(screen, seconds, noted, 140)));
  };
  expect(below(30)).toMatch(/memory free {2}/);
  expect(below(31)).toContain('memory free, 30s ago');
  expect(below(90 * 60 + 1)).toContain('memory free, 1h ago');
});

describe('rows that are left over', () => {
  const spawn = (second: number): Fact => ({
    type: 'process-spawned',
    at: at(second),
    node: 'n1',
    watcher: 'x',
    nodeTime: 100 + second,
    pid: 1_000 + second,
  });
  const withEvents = (nodes: number, events: number) => {
    const of = clusterState(Object.fromEntries(NODES.slice(0, nodes).map(node => [node, {x: 'running'}])));
    return reduce(
      of,
      Array.from({length: events}, (_, index) => spawn(index)),
    );
  };
  const linesOf = (nodes: number, events: number) =>
    bodyLines(draw(FIRST_SCREEN, 60, withEvents(nodes, events))).map(line => line.trimEnd());
  const eventsIn = (lines: readonly string[]) => lines.flatMap(line => / process (\d+) spawned/.exec(line)?.[1] ?? []);

  test('are filled with what happened last, newest last', () => {
    const lines = linesOf(3, 30);
    // 20 rows: of the 12 for nodes 3 are taken and one parts them from the sums; and the event's own line.
    expect(eventsIn(lines)).toEqual(Array.from({length: 9}, (_, index) => String(1_021 + index)));
    expect(lines.at(-1)).toContain('process 1029');
    expect(lines.findIndex(line => line.startsWith('Σ'))).toBe(5);
  });

  test('give way as nodes come, down to one line', () => {
    const counts = [3, 8, 10, 11, 12, 30].map(nodes => eventsIn(linesOf(nodes, 30)).length);
    expect(counts).toEqual([9, 4, 2, 1, 1, 1]);
  });

  test('hold no more than happened: nothing while nothing did', () => {
    expect(eventsIn(linesOf(3, 2))).toEqual(['1000', '1001']);
    expect(linesOf(3, 0).slice(-9)).toEqual(Array.from({length: 9}, () => ''));
  });
});

test('bars of nodes that use the same all the time stay as they are, also where a span has just begun and nothing is known of it yet', () => {
  const history = createHistory();
  const SPANS = 12;
  const drawn = (second: number) => bodyLines(drawnFrame({state, now: at(second), width: 140, height: 20, history}));
  const pictures = Array.from({length: 35}, (_, index) => SPANS * 30 + index - 1).map(second => {
    // What was used in the last two seconds is still on its way.
    for (const node of NODES) history.hold({node, watcher: null}, 0, second - 2, [12, ...Array(9).fill(Number.NaN)]);
    return drawn(second);
  });
  const [first = []] = pictures;
  expect(first[1]).toMatch(/▄{10} *$/);
  for (const each of pictures) expect(each).toEqual(first);
});
