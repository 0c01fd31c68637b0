import {expect, test} from '@jest/globals';
import type {DetectionProgress, FoundNode} from '../../src/model/detection.js';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {detectedRows} from '../../src/store/detected.js';
import {orderedRows} from '../../src/store/detected-order.js';
import {reduce} from '../../src/store/reduce.js';
import {EMPTY_STATE, type State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';

const progress = (tried: number): DetectionProgress => ({tried, of: 254, found: 0, others: 0, leftMs: null});
const began = (detection: number): Fact => ({
  type: 'detection-began',
  at: at(10),
  detection,
  of: '10.0.0.0/24',
  progress: progress(0),
  notes: [],
});
const node = (host: string, more: Partial<FoundNode> = {}): FoundNode => ({
  spec: nodeSpec({host}),
  name: null,
  circus: null,
  package: null,
  watchers: 2,
  rtt: 1,
  via: 'probe',
  machine: null,
  identity: null,
  bind: null,
  ...more,
});
const found = (...nodes: readonly FoundNode[]): Fact => ({type: 'detection-found', at: at(11), detection: 1, nodes});
const circusd = (pid: number) => ({pid, startedAt: 1_000.5});
const rowsOf = (state: State) =>
  detectedRows(state).map(({node: first, also, known}) => ({
    node: first.spec.id,
    also: also.map(({spec}) => spec.id),
    known,
  }));

test('what answers is kept in the order of its answers, and one that answers again takes its own place', () => {
  const state = reduce(EMPTY_STATE, [began(1), found(node('10.0.0.2'), node('10.0.0.1')), found(node('10.0.0.2'))]);
  expect(rowsOf(state)).toEqual([
    {node: '10.0.0.2', also: [], known: null},
    {node: '10.0.0.1', also: [], known: null},
  ]);
});

test('a circusd behind two addresses is one row that names both', () => {
  const state = reduce(EMPTY_STATE, [
    began(1),
    found(
      node('10.0.0.1', {identity: circusd(7)}),
      node('10.0.0.2', {identity: circusd(8)}),
      node('10.0.1.1', {identity: circusd(7)}),
    ),
  ]);
  expect(rowsOf(state)).toEqual([
    {node: '10.0.0.1', also: ['10.0.1.1'], known: null},
    {node: '10.0.0.2', also: [], known: null},
  ]);
});

test('where neither says which circusd answers, one machine has one at a port', () => {
  const machine = 'aaaaaaaaaaaaaaaa';
  const other = {spec: nodeSpec({host: '10.0.1.1', commandPort: 5565}), machine};
  const state = reduce(EMPTY_STATE, [
    began(1),
    found(
      node('10.0.0.1', {machine}),
      node('10.0.1.1', {machine}),
      node('10.0.1.1', other),
      node('10.0.2.1', {machine, identity: circusd(7)}),
    ),
  ]);
  expect(rowsOf(state)).toEqual([
    {node: '10.0.0.1', also: ['10.0.1.1'], known: null},
    {node: '10.0.1.1:5565', also: [], known: null},
    {node: '10.0.2.1', also: [], known: null},
  ]);
});

test('two circusds of one machine that listen at one address each are two', () => {
  const machine = 'aaaaaaaaaaaaaaaa';
  const one = node('10.0.0.1', {machine, bind: 'tcp://10.0.0.1:5555'});
  const two = node('10.0.1.1', {machine, bind: 'tcp://10.0.1.1:5555'});
  expect(rowsOf(reduce(EMPTY_STATE, [began(1), found(one, two)]))).toHaveLength(2);
});

test('a circusd that listens at one address is one row with the names of that address', () => {
  const bind = 'tcp://10.0.0.1:5555';
  const other = node('other.lab', {bind: 'tcp://10.0.0.2:5555', identity: circusd(8)});
  const all = [
    node('one.lab', {bind, identity: circusd(7)}),
    other,
    node('10.0.0.1', {bind}),
    node('10.0.1.1', {bind}),
  ];
  const rows = [
    {node: 'one.lab', also: ['10.0.0.1'], known: null},
    {node: 'other.lab', also: [], known: null},
    {node: '10.0.1.1', also: [], known: null},
  ];
  expect(rowsOf(reduce(EMPTY_STATE, [began(1), found(...all)]))).toEqual(rows);
});

test('what the cluster has read of a node since the search began counts', () => {
  const before = reduce(clusterState({'10.0.0.1': {}}), [
    began(1),
    found(node('10.0.0.1', {via: 'cluster'}), node('10.0.0.2', {identity: circusd(9)})),
  ]);
  expect(rowsOf(before)).toHaveLength(2);
  const after = reduce(before, [{type: 'circusd-identified', at: at(12), node: '10.0.0.1', circusd: circusd(9)}]);
  expect(rowsOf(after)).toEqual([{node: '10.0.0.1', also: ['10.0.0.2'], known: '10.0.0.1'}]);
});

test('two machines on which a circusd has the same pid and start are two', () => {
  const one = node('10.0.0.1', {identity: circusd(7), machine: 'aaaaaaaaaaaaaaaa'});
  const two = node('10.0.0.2', {identity: circusd(7), machine: 'bbbbbbbbbbbbbbbb'});
  expect(rowsOf(reduce(EMPTY_STATE, [began(1), found(one, two)]))).toHaveLength(2);
});

test('a node of the cluster is known by its name, and by who answers under another one', () => {
  const cluster = reduce(clusterState({'10.0.0.1': {}, 'box.lab': {}}), [
    {type: 'circusd-identified', at: at(2), node: 'box.lab', circusd: circusd(9)},
  ]);
  const state = reduce(cluster, [
    began(1),
    found(node('10.0.0.1'), node('10.0.0.2', {identity: circusd(9)}), node('10.0.0.3', {identity: circusd(10)})),
  ]);
  expect(rowsOf(state).map(({known}) => known)).toEqual(['10.0.0.1', 'box.lab', null]);
});

test('names that come later are put to their nodes, also when all has been tried', () => {
  const state = reduce(EMPTY_STATE, [
    began(1),
    found(node('10.0.0.1'), node('10.0.0.2')),
    {type: 'detection-ended', at: at(12), detection: 1, state: 'ended', progress: progress(254), notes: ['a note']},
    {type: 'detection-named', at: at(13), detection: 1, names: new Map([['10.0.0.2', 'box.lab']])},
  ]);
  expect(state.detection?.nodes.map(({name}) => name)).toEqual([null, 'box.lab']);
  expect(state.detection).toMatchObject({state: 'ended', endedAt: at(12), notes: ['a note']});
});

test('what is said of a detection that another one has replaced changes nothing', () => {
  const state = reduce(EMPTY_STATE, [began(1), began(2)]);
  const late: Fact = {type: 'detection-progressed', at: at(11), detection: 1, progress: progress(9)};
  expect(reduce(state, [late, found(node('10.0.0.1'))])).toBe(state);
});

test('as nodes of the cluster say something, rows stay the same objects where nothing was detected anew', () => {
  const state = reduce(clusterState({a: {x: 'running'}}), [began(1), found(node('10.0.0.1'))]);
  const on = reduce(state, [{type: 'detection-progressed', at: at(12), detection: 1, progress: progress(100)}]);
  expect(detectedRows(on)).toBe(detectedRows(state));
});

test('rows are put in the order of their addresses and ports, and so are the other addresses of one', () => {
  const same = (host: string) => node(host, {identity: circusd(7)});
  const port = node('10.0.0.10', {spec: nodeSpec({host: '10.0.0.10', commandPort: 5565})});
  const state = reduce(EMPTY_STATE, [
    began(1),
    found(port, node('fd00::9'), node('10.0.0.10'), same('10.0.0.9'), same('10.0.1.10'), same('10.0.1.9')),
  ]);
  expect(orderedRows(state).map(({node: first, also}) => [first.spec.id, ...also.map(({spec}) => spec.id)])).toEqual([
    ['10.0.0.9', '10.0.1.9', '10.0.1.10'],
    ['10.0.0.10'],
    ['10.0.0.10:5565'],
    ['fd00::9'],
  ]);
});
