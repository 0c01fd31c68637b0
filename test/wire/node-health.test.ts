import {afterAll, describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherHealth} from '../../src/model/service.js';
import type {NodeClient} from '../../src/wire/node-client.js';
import {createNodeHealth} from '../../src/wire/node-health.js';
import {at} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {type FakePackage, fakePackage} from '../support/fake-package.js';
import {serviceInfo, serviceNodeInfo} from '../support/sample-node-info.js';
import {TEST_NETWORK} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const undo: (() => unknown)[] = [];
let lastNode = 0;

afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function open(
  ours: FakePackage | null,
  prepare: (fake: FakeNode) => void = () => {},
): Promise<{fake: FakeNode; cluster: WatchedCluster; asked: (command: string) => number}> {
  const address = `${TEST_NETWORK}.87.${++lastNode}`;
  const fake = await startFakeNode(address, {web: 1, idle: 0}, false, ours);
  prepare(fake);
  const cluster = watchCluster([spec(address)]);
  undo.push(fake.close, cluster.close);
  await cluster.fact('node-info-read', () => true, 0);
  return {fake, cluster, asked: command => fake.requests.filter(request => request.command === command).length};
}

const web = (fact: {readonly health: ReadonlyMap<string, WatcherHealth>}) => fact.health.get('web');

test.concurrent('a stock circusd is asked once a connection what it is, nothing is said of it, and no health is asked', async () => {
  const {cluster, asked, fake} = await open(null);
  await cluster.fact('statuses-read');
  await fake.event('watcher.web.stop', {});
  await cluster.fact('watcher-stopped');
  await cluster.fact('statuses-read');
  expect(cluster.facts.filter(fact => fact.type === 'node-info-read')).toMatchObject([{info: null}]);
  expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toEqual([]);
  expect([asked('node-info'), asked('health')]).toEqual([1, 0]);
});

describe('of a node with our package', () => {
  test.concurrent('what it is and how its watchers are is known with its first answers', async () => {
    const ours = fakePackage({web: 30});
    ours.become('web', {ready: true, since: 1_700_000_000, answer: 'HTTP 200'});
    const {cluster} = await open(ours);
    const {info} = await cluster.fact('node-info-read', () => true, 0);
    expect(info).toMatchObject({package: '0.1.0', services: [{watcher: 'web', readyWithin: 30_000}]});
    const read = await cluster.fact('health-read', () => true, 0);
    expect(web(read)).toMatchObject({isReady: true, answer: 'HTTP 200'});
    expect(read.health.get('idle')).toMatchObject({isReady: null});
  });

  test.concurrent('health is read again with the next ping’s answer, and what has changed is reported', async () => {
    const ours = fakePackage({});
    const {cluster} = await open(ours);
    await cluster.fact('health-read', () => true, 0);
    ours.become('web', {edited: ['conf/x']});
    await cluster.fact('health-read', fact => web(fact)?.edited.length === 1);
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toEqual([]);
  });

  test.concurrent('health is read at once after an event, and once more when the answer is surely of after it', async () => {
    const ours = fakePackage({web: 30});
    ours.become('web', {ready: true});
    const {cluster, fake} = await open(ours);
    await cluster.fact('health-read', () => true, 0);
    const since = cluster.facts.length;
    await fake.event('watcher.web.spawn', {process_pid: 7});
    await cluster.fact('statuses-read');
    await cluster.fact('statuses-read');
    const count = (type: string) => cluster.facts.slice(since).filter(fact => fact.type === type).length;
    // Each ping's answer brings one; that of the last is not here yet.
    expect(count('health-read')).toBeGreaterThan(count('statuses-read'));
  });

  test.concurrent('health is read each second while a running watcher is not ready', async () => {
    const {cluster} = await open(fakePackage({web: 30}));
    await cluster.fact('statuses-read');
    const since = cluster.facts.length;
    await cluster.fact('health-read');
    await cluster.fact('health-read');
    await cluster.fact('statuses-read');
    const count = (type: string) => cluster.facts.slice(since).filter(fact => fact.type === type).length;
    expect(count('health-read')).toBeGreaterThan(count('statuses-read'));
  });

  test.concurrent('a watcher that is another service than it was makes the node be asked again what it is, once', async () => {
    const ours = fakePackage({web: 30});
    const {cluster, asked} = await open(ours);
    await cluster.fact('health-read', () => true, 0);
    expect(asked('node-info')).toBe(1);
    ours.become('web', {service: 'another'});
    await cluster.fact('health-read', fact => web(fact)?.service === 'another');
    await cluster.fact('health-read');
    await cluster.fact('health-read');
    expect(asked('node-info')).toBe(2);
  });

  test.concurrent('one read is under way at a time', async () => {
    const {cluster, fake, asked} = await open(fakePackage({}));
    await cluster.fact('health-read', () => true, 0);
    fake.answer(({command}) => (command === 'health' ? null : undefined));
    await fake.event('watcher.web.spawn', {process_pid: 7});
    const before = asked('health');
    await eventually(() => expect(asked('health')).toBe(before + 1));
    await fake.event('watcher.web.spawn', {process_pid: 8});
    await cluster.fact('process-spawned', fact => fact.pid === 8, 0);
    await cluster.fact('statuses-read');
    await cluster.fact('statuses-read');
    expect(asked('health')).toBe(before + 1);
  });

  test.concurrent('an answer that is none is reported once a connection', async () => {
    const {cluster} = await open(fakePackage({}), fake =>
      fake.answer(({command}) => (command === 'health' ? {watchers: []} : undefined)),
    );
    await cluster.fact('read-failed', fact => fact.call === 'health', 0);
    await cluster.fact('statuses-read');
    await cluster.fact('statuses-read');
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toHaveLength(1);
  });

  test.concurrent('a node-info that failed is asked again with the next ping', async () => {
    let tries = 0;
    const broken = {status: 'error', reason: 'disk on fire', errno: 3};
    const {cluster} = await open(fakePackage({}), fake =>
      fake.answer(({command}) => (command === 'node-info' && ++tries === 1 ? broken : undefined)),
    );
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toMatchObject([
      {call: 'node-info', reason: 'disk on fire'},
    ]);
    await cluster.fact('health-read', () => true, 0);
  });

  test('what it is is asked again when that has become old, and its word before stands where there is no answer', async () => {
    const facts: Fact[] = [];
    let now = at(0);
    const answers: unknown[] = [{kind: 'reply', reply: serviceNodeInfo({load: 1, services: [serviceInfo('web')]})}];
    const health = createNodeHealth({
      node: 'a',
      client: (async (name: string) =>
        name === 'nodeInfo'
          ? answers.shift()
          : {kind: 'reply', reply: new Map(), nodeTime: 1}) as unknown as NodeClient,
      clock: () => now,
      emit: some => facts.push(...some),
      askAfter: 0,
      askAgain: 60_000,
      onInfo: () => {},
      onProblem: () => {},
    });
    const loads = () => facts.flatMap(fact => (fact.type === 'node-info-read' ? [fact.info?.load] : []));
    const readAt = async (second: number) => {
      now = at(second);
      const before = facts.length;
      health.handleStatuses(new Map());
      await eventually(() => expect(facts.length).toBeGreaterThan(before));
    };
    health.begin();
    await eventually(() => expect(loads()).toEqual([1]));
    answers.push({kind: 'lost', reason: 'connection lost'}, {kind: 'reply', reply: serviceNodeInfo({load: 2})});
    await readAt(59);
    expect(answers).toHaveLength(2);
    await readAt(60);
    await eventually(() => expect(answers).toHaveLength(1));
    expect(loads()).toEqual([1]);
    await readAt(120);
    await eventually(() => expect(loads()).toEqual([1, 2]));
    // It never had a service: load and memory are shown of any node that reports them.
    answers.push({kind: 'reply', reply: serviceNodeInfo({load: 3})});
    await readAt(180);
    await eventually(() => expect(loads()).toEqual([1, 2, 3]));
    health.end();
  });
});
