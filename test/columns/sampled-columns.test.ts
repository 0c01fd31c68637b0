import {describe, expect, test} from '@jest/globals';
import {statusJson} from '../../src/cli/status-json.js';
import {statusTable} from '../../src/cli/status-table.js';
import {parseFilter} from '../../src/columns/filter.js';
import {formatLoad, formatRate} from '../../src/columns/formats.js';
import {parseSortColumn} from '../../src/columns/sort.js';
import {CELL_COLUMNS, NODE_COLUMNS} from '../../src/columns/table.js';
import {totalsOf} from '../../src/columns/totals.js';
import {visibleNodes} from '../../src/columns/visible-nodes.js';
import {planText} from '../../src/command/parse.js';
import {reduce} from '../../src/store/reduce.js';
import {shownNodes} from '../../src/store/selectors.js';
import type {State} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {FIRST_SCREEN} from '../../src/view/screen-state.js';
import {at} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines, drawnFrame} from '../support/drawn-frame.js';
import {parseContext} from '../support/parse-context.js';
import {withInfo} from '../support/sample-node-info.js';
import {sampledCluster} from '../support/sampled-cluster.js';

const state = sampledCluster();
const EVERY = {nodes: NODE_COLUMNS.map(({name}) => name), cells: CELL_COLUMNS.map(({name}) => name)};

test.each([
  [240, 12, EVERY],
  [200, 50, EVERY],
  [120, 40, EVERY],
  [80, 24, EVERY],
  [40, 16, EVERY],
  [80, 24, {nodes: ['state', 'cpu', 'io', 'net'], cells: ['cpu', 'io', 'uptime']}],
  [120, 16, {nodes: ['state', 'cpu', 'wait', 'read', 'write'], cells: ['state', 'threads', 'uptime', 'restarts']}],
])('at %d × %d, chosen columns of figures', (width, height, columns) => {
  const lines = allLines(drawnFrame({state, width, height, screen: {...FIRST_SCREEN, columns}}));
  expect(lines.map(line => line.trimEnd()).join('\n')).toMatchSnapshot();
});

test('without a choice nothing of them is shown, and the table of status is as wide as it was', () => {
  const text = [...allLines(drawnFrame({state, width: 200})), statusTable(state, at(10))].join('\n');
  expect(text).not.toMatch(/READ|WAIT|LOAD|NET|731t/);
  expect(text).toMatch(/CPU% {4}MEM/);
});

test.each([
  ['io>10M', ['busy']],
  ['io<10M', ['idle']],
  ['read>119M write>39M', ['busy']],
  ['read=0', ['idle']],
  ['net>1M', ['busy']],
  ['in>3M out<1M', ['busy']],
  ['wait>20%', ['busy']],
  ['load>4', ['busy']],
  ['load<=0.04', ['idle']],
  ['threads>500', ['busy']],
  ['uptime<1m', ['busy']],
  ['uptime>2h', ['idle']],
  ['restarts>3', ['busy']],
  ['!restarts>3', ['idle', 'stock', 'gone']],
  ['neo4j:uptime<1m', ['busy']],
  ['NEO*:threads>30', ['busy', 'idle']],
  ['titan:uptime>0', []],
  ['neo4j:cpu>20', ['busy', 'idle']],
  ['neo4j:mem>1G', []],
  ['neo4j:write<1', ['busy']],
  ['neo4j:io>0', ['busy']],
  ['!neo4j:io>0', ['idle', 'stock', 'gone']],
])('%s lets through %j: what is not known fits no comparison', (text, nodes) => {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(visibleNodes(state, {filter: parsed.filter, sort: null}, at(10)).map(row => row.spec.id)).toEqual(nodes);
});

test.each([
  ['io', ['busy', 'idle', 'stock', 'gone']],
  ['LOAD', ['busy', 'idle', 'stock', 'gone']],
  ['IO/s', ['busy', 'idle', 'stock', 'gone']],
  ['restarts', ['busy', 'idle', 'stock', 'gone']],
  ['uptime', ['busy', 'idle', 'stock', 'gone']],
  ['neo4j:uptime', ['busy', 'idle', 'stock', 'gone']],
  ['neo4j:mem', null],
  ['neo4j:io', ['busy', 'idle', 'stock', 'gone']],
  ['apache:uptime', null],
])('sorted by %s: %j, reversed the unknown are last all the same', (text, nodes) => {
  const column = parseSortColumn(text, ['neo4j', 'titan']);
  if (column === null) return expect(nodes).toBeNull();
  const ids = (isReversed: boolean) =>
    visibleNodes(state, {filter: [], sort: {column, isReversed}}, at(10)).map(row => row.spec.id);
  expect(ids(false)).toEqual(nodes);
  expect(ids(true).at(-1)).toBe('gone');
  // What neo4j reads may be known on busy alone.
  if (text !== 'neo4j:io') expect(ids(true)).not.toEqual(ids(false));
});

test.each([
  ['sort neo4j:uptime', ['busy', 'idle', 'gone', 'stock']],
  ['sort NEO4J:threads', ['busy', 'idle', 'gone', 'stock']],
  ['sort "neo4j":restarts', ['busy', 'idle', 'gone', 'stock']],
  ['sort NEO4J', ['idle', 'busy', 'stock', 'gone']],
])('what is typed sorts: %s', (text, nodes) => {
  const store = createStore(
    reduce(state, [
      {type: 'cluster-changed', at: at(9), nodes: [...state.nodes.values()].map(({spec}) => spec).toReversed()},
    ]),
  );
  const {controller} = openController({store, clock: () => at(10)});
  for (const key of [':', ...text, 'enter']) controller.press(key);
  const shown = visibleNodes(store.state(), controller.screen().query, at(10)).map(row => row.spec.id);
  expect(shown).toEqual(nodes);
});

describe('the sum of what machines do', () => {
  const M = 2 ** 20;
  const machines = (busy: string | null, idle: string | null) =>
    withInfo(withInfo(state, 'busy', {machine: busy}), 'idle', {machine: idle});
  const sums = (of: State) =>
    [...totalsOf(shownNodes(of), NODE_COLUMNS, [], at(10)).sums].flatMap(([{name}, text]) =>
      text === null ? [] : [`${name} ${text}`],
    );

  test.each([
    ['two machines', 'aa', 'bb'],
    ['nodes that do not say which', null, null],
  ])('counts each: %s', (_which, busy, idle) => {
    expect(sums(machines(busy, idle))).toEqual(
      expect.arrayContaining(['read 120M', `in ${formatRate(3.5 * M + 700)}`, 'io 160M']),
    );
  });

  test('counts one once, however many nodes are on it; what their services use adds up all the same', () => {
    const apart = sums(machines('aa', 'bb'));
    const once = sums(machines('aa', 'aa'));
    expect(once).toEqual(expect.arrayContaining(['read 120M', 'write 40M', 'out 879K']));
    const ofServices = (all: readonly string[]) => all.filter(each => /^(cpu|memory) /.test(each));
    expect(ofServices(once)).toEqual(ofServices(apart));
  });
});

test('on takes the nodes whose figures fit', () => {
  const plan = planText('start neo4j on io>10M neo4j:uptime<1m', parseContext(state));
  expect(plan.ok ? plan.value.targets : plan.problem).toEqual([{node: 'busy', watcher: 'neo4j'}]);
});

test.each([
  [0, '0B'],
  [0.4, '<1K'],
  [1_023, '<1K'],
  [1_500, '1K'],
  [10 * 1_024, '10K'],
  [1.25 * 2 ** 20, '1.3M'],
  [14.2 * 2 ** 30, '14.2G'],
])('%d bytes in a second are %s', (bytes, text) => {
  expect(formatRate(bytes)).toBe(text);
});

test.each([
  [0, '0.00'],
  [0.456, '0.46'],
  [9.994, '9.99'],
  [9.995, '10.0'],
  [99.94, '99.9'],
  [99.95, '100'],
  [1_234, '1234'],
])('a load of %d is %s', (load, text) => {
  expect(formatLoad(load)).toBe(text);
});

test('the JSON of status has them', () => {
  expect(statusJson(state, at(10), false)).toMatchObject({
    nodes: [
      {
        wait: 31,
        load: 7.25,
        read: 120 * 2 ** 20,
        written: 40 * 2 ** 20,
        received: 3.5 * 2 ** 20,
        sent: 900_000,
        watchers: [{threads: 731, read: 110 * 2 ** 20, written: 0, uptimeMs: 43_000, restarts: 4}, {uptimeMs: null}],
      },
      {wait: 0, watchers: [{threads: 37, read: null, written: null, uptimeMs: 7_300_000, restarts: 0}]},
      {wait: null, load: null, read: null, watchers: [{threads: null, read: null, uptimeMs: null, restarts: null}]},
      {},
    ],
  });
  expect(statusJson(state, at(10), true)).toMatchObject({
    nodes: [{wait: null, sent: null, watchers: [{threads: null, uptimeMs: null, restarts: 4}, {}]}, {}, {}, {}],
  });
});

test('on a stock circusd the uptime is known of what was seen to start, until it is connected to anew', () => {
  const uptime = (known: typeof state, now: number) => {
    const row = known.nodes.get('stock')?.watchers.get('neo4j');
    const column = CELL_COLUMNS.find(({name}) => name === 'uptime');
    return row === undefined ? undefined : column?.text(row, at(now));
  };
  const spawned = reduce(state, [
    {type: 'process-spawned', at: at(20), node: 'stock', watcher: 'neo4j', nodeTime: 120, pid: 8},
  ]);
  expect([uptime(state, 30), uptime(spawned, 24), uptime(spawned, 3_620)]).toEqual([null, '4s', '1h']);
  const anew = reduce(spawned, [{type: 'epoch-began', at: at(40), node: 'stock'}]);
  expect(uptime(anew, 50)).toBeNull();
});
