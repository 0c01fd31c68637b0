import {describe, expect, test} from '@jest/globals';
import {configure} from '../../src/command/configure.js';
import {planText} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports, Progress} from '../../src/command/ports.js';
import type {CallPort} from '../../src/model/calls.js';
import type {ConfigureReply} from '../../src/model/service.js';
import {RowMap} from '../../src/store/row-map.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {withConfigured, withServices} from '../support/sample-node-info.js';
import {NO_WORLD, reply} from '../support/scripted-run.js';

const NODES = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const both = {neo4j: 'stopped', titan: 'stopped', proxy: 'running'} as const;

const state = NODES.reduce(
  (so, node) =>
    withServices(so, node, [
      {watcher: 'neo4j', service: 'neo4j-ha'},
      {watcher: 'titan', service: 'titan', isInAll: false},
    ]),
  clusterState(Object.fromEntries(NODES.map(node => [node, both]))),
);

function planned(text: string, known: State = state) {
  return planText(text, parseContext(known));
}

function problem(text: string, known: State = state): string {
  const plan = planned(text, known);
  if (plan.ok) throw new Error(`no problem: ${plan.value.text}`);
  return `${plan.problem.message} (${plan.problem.kind} at ${plan.problem.at})`;
}

const DONE: ConfigureReply = {
  files: [
    {file: 'conf/a', state: 'changed', diff: '-a\n+b\n'},
    {file: 'conf/b', state: 'unchanged', diff: ''},
    {file: 'conf/c', state: 'new', diff: '+c\n'},
  ],
  identifier: 1,
  isApplied: true,
  waitsForRestart: false,
};

/** What each target of the command ended in, and what its node was sent. */
async function run(text: string, answer: unknown = reply(DONE), known: State = state) {
  const plan = planned(text, known);
  if (!plan.ok) throw new Error(plan.problem.message);
  const sent: unknown[] = [];
  const told: unknown[] = [];
  const call = async (node: string, _name: string, args: object): Promise<unknown> => {
    sent.push({node, ...args});
    return Array.isArray(answer) ? answer.shift() : answer;
  };
  const ports: Ports = {
    call: call as unknown as CallPort,
    clock: () => at(10),
    state: () => known,
    until: async () => true,
    ...NO_WORLD,
    files: {
      ...NO_WORLD.files,
      templates: async (folder, service) => (folder === 'none' ? 'no such folder' : {[service]: folder}),
    },
  };
  const {signal} = new AbortController();
  const report = (progress: Progress) => told.push(progress.type === 'answer' ? progress.answer.data : undefined);
  const outcomes = [];
  for (const target of plan.value.targets) {
    outcomes.push(await configure.run({target, plan: plan.value as Plan, ports, report, signal, cancelled: signal}));
  }
  return {outcomes, sent, told};
}

describe('configure', () => {
  test('sends each node its own address, all members in order with their numbers, and what was set', async () => {
    const {sent} = await run('configure neo4j on 10.0.0.1,10.0.0.3 --set heap=1g --set page_cache=16m');
    const members = NODES.map((address, index) => ({address, identifier: index + 1}));
    const request = {
      undo: false,
      cluster: 'circusman',
      members,
      variables: {heap: '1g', page_cache: '16m'},
      templates: null,
      isDryRun: false,
      isForced: false,
    };
    expect(sent).toEqual([
      {node: '10.0.0.1', watcher: 'neo4j', request: {...request, address: '10.0.0.1'}},
      {node: '10.0.0.3', watcher: 'neo4j', request: {...request, address: '10.0.0.3'}},
    ]);
  });

  test('without a watcher means the services that are meant by "all", and no other watcher', () => {
    const plan = planned('configure');
    expect(plan.ok && plan.value.targets).toEqual(NODES.map(node => ({node, watcher: 'neo4j'})));
  });

  test('is ok with what became of the files, and tells their differences', async () => {
    const {outcomes, told} = await run('configure neo4j on 10.0.0.1');
    expect(outcomes).toMatchObject([{kind: 'ok', changed: true, reason: '3 files: 1 new, 1 changed'}]);
    expect(told).toEqual([{files: DONE.files, address: '10.0.0.1', identifier: 1, dryRun: false}]);
  });

  test('says when nothing had to change, was written, or is in effect', async () => {
    const reasonOf = async (over: Partial<ConfigureReply>, text = 'configure neo4j on 10.0.0.1') =>
      (await run(text, reply({...DONE, ...over}))).outcomes[0]?.reason;
    const unchanged = DONE.files.map(file => ({...file, state: 'unchanged' as const}));
    expect(await reasonOf({files: unchanged.slice(0, 1)})).toBe('1 file, nothing to change');
    expect(await reasonOf({isApplied: false})).toBe('3 files: 1 new, 1 changed (dry run: nothing was written)');
    const dry = await run('configure neo4j on 10.0.0.1 --dry-run', reply({...DONE, isApplied: false}));
    expect(dry.outcomes).toMatchObject([{kind: 'ok', changed: false}]);
    expect(await reasonOf({waitsForRestart: true})).toBe('3 files: 1 new, 1 changed; takes effect at its restart');
  });

  test('pushes the templates of a folder, or fails before anything is sent', async () => {
    const {sent} = await run('configure neo4j on 10.0.0.1 --templates lab');
    expect(sent).toMatchObject([{request: {templates: {'neo4j-ha': 'lab'}}}]);
    const unread = await run('configure neo4j on 10.0.0.1 --templates none');
    expect(unread).toMatchObject({sent: [], outcomes: [{kind: 'failed', sent: false, reason: 'no such folder'}]});
  });

  test('undo needs no members', async () => {
    const {sent} = await run('configure neo4j on 10.0.0.1 --undo');
    expect(sent).toEqual([
      {node: '10.0.0.1', watcher: 'neo4j', request: {undo: true, isDryRun: false, isForced: false}},
    ]);
  });

  test("is failed with the node's own reason", async () => {
    const refusal = {kind: 'refused', reason: 'neo4j runs (process 7); stop it first'};
    const {outcomes} = await run('configure neo4j on 10.0.0.1', refusal);
    expect(outcomes).toMatchObject([{kind: 'failed', changed: false, reason: refusal.reason}]);
  });

  test('whose answer is lost is found out: files that are as they were to be are what was wanted', async () => {
    const lost = {kind: 'lost', reason: 'connection lost'};
    const unchanged = DONE.files.map(file => ({...file, state: 'unchanged' as const}));
    const wanted = await run('configure neo4j on 10.0.0.1', [lost, reply({...DONE, files: unchanged})]);
    expect(wanted.outcomes).toMatchObject([{kind: 'ok', changed: null, reason: 'every file is as it was to be'}]);
    expect(wanted.sent).toMatchObject([{request: {isDryRun: false}}, {request: {isDryRun: true}}]);
    const other = await run('configure neo4j on 10.0.0.1', [lost, reply(DONE)]);
    expect(other.outcomes).toMatchObject([{kind: 'unknown', sent: true}]);
    expect(other.outcomes[0]?.reason).toBe('connection lost; 2 files are not as they were to be');
  });

  test('that is a dry run, whose answer is lost, is failed: nothing had to be found out', async () => {
    const lost = {kind: 'lost', reason: 'connection lost'};
    const {outcomes, sent} = await run('configure neo4j on 10.0.0.1 --dry-run', [lost, reply(DONE)]);
    expect(outcomes).toMatchObject([{kind: 'failed', sent: true, reason: 'connection lost'}]);
    expect(sent).toHaveLength(1);
  });

  test('sends all members of a service, whatever its watcher is called on each node', async () => {
    const named = withServices(clusterState({'10.0.0.1': both, '10.0.0.2': {graph: 'stopped'}}), '10.0.0.2', [
      {watcher: 'graph', service: 'neo4j-ha'},
    ]);
    const known = withServices(named, '10.0.0.1', [{watcher: 'neo4j', service: 'neo4j-ha'}]);
    const members = [1, 2].map(identifier => ({address: `10.0.0.${identifier}`, identifier}));
    const {sent} = await run('configure', reply(DONE), known);
    expect(sent).toMatchObject([
      {node: '10.0.0.1', watcher: 'neo4j', request: {members}},
      {node: '10.0.0.2', watcher: 'graph', request: {members}},
    ]);
    const stated = await run('configure --members graph=10.0.0.2,10.0.0.1', reply(DONE), known);
    const others = [2, 1].map((number, index) => ({address: `10.0.0.${number}`, identifier: index + 1}));
    expect(stated.sent).toMatchObject([{request: {members: others}}, {request: {members: others}}]);
    expect(problem('configure --members graph=10.0.0.2 --members neo4j=10.0.0.1', known)).toBe(
      'the members of neo4j-ha are said twice (usage at 0)',
    );
  });

  test('is failed, and nothing sent, where the node has a stock circusd or the watcher no service', async () => {
    const stock = await run('configure neo4j --undo', reply(DONE), clusterState({'10.0.0.1': both}));
    expect(stock.sent).toEqual([]);
    expect(stock.outcomes[0]).toMatchObject({
      kind: 'failed',
      sent: false,
      reason: 'this node runs a stock circusd; configure needs the package circus/ (circusman-node)',
    });
    const named = await run('configure proxy on 10.0.0.1');
    expect(named.sent).toEqual([]);
    expect(named.outcomes[0]?.reason).toMatch(/^proxy names no service here/);
  });
});

test.each([
  [0, 'its circusman-node 0.1.0 is too old for this circusman: update it there'],
  [2, 'its circusman-node 0.1.0 is newer than this circusman: update circusman'],
])('a node whose commands have version %i says which side to update', async (api, reason) => {
  const row = state.nodes.get('10.0.0.1');
  if (row?.info == null) throw new Error('the node has told nothing');
  const other = RowMap.of([...state.nodes, [row.spec.id, {...row, info: {...row.info, api}}] as const]);
  const {outcomes, sent} = await run('configure neo4j on 10.0.0.1', reply(DONE), {...state, nodes: other});
  expect({outcomes, sent}).toMatchObject({sent: [], outcomes: [{kind: 'failed', sent: false, reason}]});
});

describe('a configure is refused before anything is sent', () => {
  test('where the numbers of the members contradict each other', () => {
    let twice = withConfigured(state, '10.0.0.1', 'neo4j', {identifier: 1, members: ['10.0.0.1']});
    twice = withConfigured(twice, '10.0.0.2', 'neo4j', {identifier: 1, members: ['10.0.0.2']});
    expect(problem('configure neo4j', twice)).toMatch(
      /^10.0.0.1 and 10.0.0.2 both have number 1 for neo4j-ha.* \(no-target/,
    );
  });

  test.each([
    ['configure --set heap', '--set wants NAME=VALUE, such as --set heap=1g (usage at 16)'],
    [
      'configure --members 10.0.0.1',
      '--members wants WATCHER=SET, such as --members titan=192.168.0.1-3 (usage at 20)',
    ],
    ['configure --members neo4j=10.0.0.9', '10.0.0.9 is not in the cluster (usage at 26)'],
    ['configure --members noe4j=10.0.0.1', 'noe4j is none of the watchers to configure (usage at 20)'],
    [
      'configure --members neo4j=10.0.0.1 --members NEO4J=10.0.0.2',
      'the members of neo4j are said twice (usage at 45)',
    ],
  ])('%s', (text, wanted) => {
    expect(problem(text)).toBe(wanted);
  });
});

test('whose members are stated is no misuse while no node has told its watchers: exec asks again then', () => {
  expect(problem('configure --members web=10.0.0.1', clusterState({'10.0.0.1': null}))).toBe(
    'web is none of the watchers to configure (no-target at 20)',
  );
});

test('stated members are those, and no other node is configured as one', async () => {
  const {sent, outcomes} = await run('configure neo4j on 10.0.0.1-3 --members Neo4J=10.0.0.2-3');
  expect(sent).toHaveLength(2);
  expect(outcomes[0]).toMatchObject({
    kind: 'failed',
    sent: false,
    reason: expect.stringMatching(/^it is not among the members of neo4j/),
  });
});
