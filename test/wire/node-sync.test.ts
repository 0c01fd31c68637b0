import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import type {NodeSpec} from '../../src/model/node.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {askAsOther} from '../support/other-client.js';
import {TEST_NETWORK, testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const REAL = testHost('70.41');

const isOf = (watcher: string) => (fact: {readonly watcher: string}) => fact.watcher === watcher;

describe('what another client changes on a real circusd is seen', () => {
  let circusd: Circusd;
  let cluster: WatchedCluster;

  beforeAll(async () => {
    circusd = await startCircusd(REAL, '[watcher:web]\ncmd = sleep 3600\nnumprocesses = 2\n');
    cluster = watchCluster([spec(REAL)]);
    await cluster.fact('processes-read', fact => fact.pids.length === 2, 0);
  });

  afterAll(async () => {
    await cluster.close();
    await circusd.stop();
  });

  test('a set of numprocesses, with the new processes', async () => {
    const since = cluster.facts.length;
    await askAsOther(REAL, 'set', {name: 'web', options: {numprocesses: 4}, waiting: true});
    await cluster.fact('watcher-updated', isOf('web'), since);
    await cluster.fact('options-read', fact => fact.options.wanted === 4, since);
  });

  test('a decr, after which circus sends no event when the processes end', async () => {
    const since = cluster.facts.length;
    await askAsOther(REAL, 'decr', {name: 'web', nb: 3, waiting: true});
    await cluster.fact('process-killed', isOf('web'), since);
    const read = await cluster.fact('processes-read', fact => fact.pids.length === 1, since);
    expect(read.watcher).toBe('web');
  });

  test('a reload, with the processes that it leaves', async () => {
    const before = await cluster.call(REAL, 'processes', {watcher: 'web'}, {timeout: 5_000});
    const since = cluster.facts.length;
    await askAsOther(REAL, 'reload', {name: 'web', waiting: true});
    await cluster.fact('watcher-reloaded', isOf('web'), since);
    const [old] = before.kind === 'reply' ? before.reply : [];
    expect(old).toEqual(expect.any(Number));
    await cluster.fact('processes-read', fact => fact.pids.every(pid => pid !== old), since);
  });

  test('an add and an rm', async () => {
    const since = cluster.facts.length;
    await askAsOther(REAL, 'add', {name: 'New One', cmd: 'sleep 3600', start: true, waiting: true});
    await cluster.fact('watcher-added', isOf('New One'), since);
    await cluster.fact('watcher-started', isOf('New One'), since);
    await cluster.fact('processes-read', fact => fact.watcher === 'New One' && fact.pids.length === 1, since);
    await askAsOther(REAL, 'rm', {name: 'New One', waiting: true});
    await cluster.fact('watcher-removed', isOf('New One'), since);
    await cluster.fact('statuses-read', fact => !fact.statuses.has('New One'));
  });
});

const undo: (() => unknown)[] = [];
let lastNode = 41;

afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A node of its own for each test, so that they can wait for the next ping together. */
async function openFake(
  ports: Partial<NodeSpec> = {},
  prepare: (fake: FakeNode) => void = () => {},
  hasPackage = false,
): Promise<{fake: FakeNode; cluster: WatchedCluster}> {
  const address = `${TEST_NETWORK}.70.${++lastNode}`;
  const watchers = {web: 1, 'Web App': 1, web_app: 1};
  const fake = await startFakeNode(address, watchers, true, hasPackage ? fakePackage({}) : null);
  prepare(fake);
  const cluster = watchCluster([{...spec(address), ...ports}], {wantsStatistics: true});
  undo.push(fake.close, cluster.close);
  await cluster.fact('processes-read', isOf('web_app'), 0);
  return {fake, cluster};
}

describe('of a node', () => {
  test.concurrent('statistics are received once circusd-stats is there', async () => {
    const {fake, cluster} = await openFake({}, node => node.become('circusd-stats', null));
    await cluster.fact('statuses-read');
    expect(cluster.facts.filter(fact => fact.type === 'statistics-received')).toEqual([]);
    fake.become('circusd-stats', {state: 'active', pids: [77]});
    await cluster.fact('statistics-received', fact => fact.samples.some(sample => sample.name === 'web'));
  });

  test.concurrent('each process is in a batch of samples once, and garbage among them is reported once', async () => {
    const {fake, cluster} = await openFake();
    fake.become('web', {state: 'active', pids: [5]});
    await cluster.fact('statistics-received');
    await fake.sample('stat.web.5', 'NaN');
    await fake.sample('stat.web.5', '{"pid": NaN}');
    const failed = await cluster.fact('read-failed');
    expect(failed).toMatchObject({call: 'statistics stream', reason: 'no JSON'});
    const {samples} = await cluster.fact('statistics-received');
    expect(samples.filter(sample => sample.pid === 5)).toHaveLength(1);
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toHaveLength(1);
  });

  test.concurrent('that sends samples of its own circusd-stats is never heard, though it runs', async () => {
    const [ours, stock] = await Promise.all([openFake({}, () => {}, true), openFake()]);
    await stock.cluster.fact('statistics-received', () => true, 0);
    await ours.cluster.fact('sample-received', () => true, 0);
    await ours.cluster.fact('statuses-read', fact => fact.statuses.get('circusd-stats') === 'running');
    await ours.cluster.fact('statuses-read');
    expect([ours.fake.statisticsHeard(), stock.fake.statisticsHeard()]).toEqual([0, 1]);
  });

  test.concurrent('whose samples cease circusd-stats is heard until they come again, whatever the node says of them', async () => {
    const {fake, cluster} = await openFake({}, () => {}, true);
    await cluster.fact('sample-received', () => true, 0);
    fake.sendSamples(false);
    await cluster.fact('samples-ceased');
    await cluster.fact('statistics-received');
    const since = cluster.facts.length;
    fake.setClock(60);
    const info = await cluster.fact('node-info-read', () => true, since);
    expect(info.info?.samplesEvery).toBe(1);
    for (const _ of [1, 2, 3]) await cluster.fact('statistics-received');
    fake.sendSamples(true);
    const again = cluster.facts.indexOf(await cluster.fact('sample-received'));
    await cluster.fact('sample-received', () => true, again + 1);
    await cluster.fact('sample-received');
    expect(cluster.facts.slice(again + 1).filter(fact => fact.type === 'statistics-received')).toEqual([]);
  });

  test.concurrent('that is to send samples, and sends none, circusd-stats is heard', async () => {
    const {cluster} = await openFake({}, node => node.sendSamples(false), true);
    await cluster.fact('statistics-received', () => true, 0);
  });

  test.concurrent('that says nothing of itself that can be read circusd-stats is heard', async () => {
    const {fake, cluster} = await openFake({}, node =>
      node.answer(({command}) => (command === 'node-info' ? {package: 7} : undefined)),
    );
    await cluster.fact('statistics-received', () => true, 0);
    expect(fake.statisticsHeard()).toBe(1);
  });

  test.concurrent('a watcher that a later status brings is read', async () => {
    const {fake, cluster} = await openFake();
    fake.become('late', {state: 'active', pids: [88]});
    expect(await cluster.fact('processes-read', isOf('late'))).toMatchObject({pids: [88]});
  });

  test.concurrent('a change of state without an event is read', async () => {
    const {fake, cluster} = await openFake();
    fake.become('web', {state: 'stopped', pids: []});
    expect(await cluster.fact('processes-read', isOf('web'))).toMatchObject({pids: []});
  });

  test.concurrent('an event of a watcher that is not known yet is kept until its name is known', async () => {
    const {fake, cluster} = await openFake();
    fake.become('Brand New', {state: 'active', pids: [99]});
    await fake.event('watcher.brand_new.spawn', {process_pid: 99});
    const spawned = await cluster.fact('process-spawned', isOf('Brand New'));
    expect(spawned.pid).toBe(99);
  });

  test.concurrent('an event that may mean two watchers is none, but both are read', async () => {
    const {fake, cluster} = await openFake();
    const since = cluster.facts.length;
    await fake.event('watcher.web_app.stop', {});
    await cluster.fact('processes-read', isOf('Web App'), since);
    await cluster.fact('processes-read', isOf('web_app'), since);
    expect(cluster.facts.filter(fact => fact.type === 'watcher-stopped')).toEqual([]);
  });

  test.concurrent('a process that was sent a signal to end is read until it is gone', async () => {
    const {fake, cluster} = await openFake();
    fake.become('web', {state: 'active', pids: [5]});
    await fake.event('watcher.web.kill', {process_pid: 5});
    await cluster.fact('processes-read', fact => fact.watcher === 'web' && fact.pids.includes(5));
    fake.become('web', {state: 'active', pids: [6]});
    const read = await cluster.fact('processes-read', isOf('web'));
    expect(read.pids).toEqual([6]);
  });

  test.concurrent('a watcher that is removed while it is in doubt is no problem of the node', async () => {
    const {fake, cluster} = await openFake();
    const since = fake.requests.length;
    await fake.event('watcher.web.updated', {});
    fake.become('web', null);
    const isRead = () => fake.requests.slice(since).some(({properties}) => properties.name === 'web');
    await eventually(() => expect(isRead()).toBe(true));
    // Two pings later all that came of it has been reported.
    for (const _ of [1, 2]) await cluster.fact('statuses-read', fact => !fact.statuses.has('web'));
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toEqual([]);
  });

  test.concurrent('garbage among the events is reported once, and the next event is taken', async () => {
    const {fake, cluster} = await openFake();
    await fake.event('watcher.web.spawn', 'garbage');
    await fake.event('watcher.web.spawn', '{"time": Infinity}');
    await fake.event('watcher.web.spawn', {process_pid: 7});
    await cluster.fact('process-spawned', isOf('web'), 0);
    const failed = cluster.facts.filter(fact => fact.type === 'read-failed');
    expect(failed).toEqual([expect.objectContaining({call: 'event stream', reason: 'no JSON'})]);
  });
});

test.concurrent('ports that are given count, whatever the node says', async () => {
  const options = {endpoint: 'tcp://*:5555', pubsub_endpoint: 'tcp://*:5998', stats_endpoint: 'tcp://*:5999'};
  const {fake, cluster} = await openFake({eventsPort: 5556, statisticsPort: 5557}, fake =>
    fake.answer(({command}) => (command === 'globaloptions' ? {options} : undefined)),
  );
  await cluster.fact('statistics-received', () => true, 0);
  await fake.event('watcher.web.spawn', {process_pid: 7});
  await cluster.fact('process-spawned', isOf('web'), 0);
  expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toEqual([]);
});

test.concurrent('a stream that cannot be reached is reported, and the node is read without it', async () => {
  const {cluster} = await openFake({eventsPort: 5999});
  const failed = await cluster.fact('read-failed', () => true, 0);
  expect(failed).toMatchObject({call: 'event stream', reason: 'no connection to port 5999'});
});

test.concurrent('streams that cannot be connected to are reported, and the node is read without them', async () => {
  const options = {
    endpoint: 'tcp://*:5555',
    pubsub_endpoint: 'udp://*:5556',
    stats_endpoint: 'tcp://*:5557',
  };
  const {cluster} = await openFake({}, fake =>
    fake.answer(({command}) => (command === 'globaloptions' ? {options} : undefined)),
  );
  const failed = await cluster.fact('read-failed', () => true, 0);
  expect(failed).toMatchObject({call: 'globaloptions', reason: 'an endpoint that is neither on TCP nor a unix socket'});
});
