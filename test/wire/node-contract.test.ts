import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import type {WatcherState} from '../../src/model/watcher.js';
import {startCircusd} from '../support/circusd.js';
import {startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {HEALTH} from '../support/sample-node-info.js';
import {startStandInNode} from '../support/stand-in-node.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const INI = `
[watcher:web]
cmd = sleep 3600
numprocesses = 1
[watcher:idle]
cmd = sleep 3600
autostart = False
`;

/** Each starts a node with a running watcher `web`, a stopped one `idle`, and statistics; resolves to how to end it. */
const NODES: readonly [string, string, (address: string) => Promise<() => Promise<void>>][] = [
  ['circusd', testHost('70.1'), async address => (await startCircusd(address, INI, ['statsd = True'])).stop],
  [
    'the fake node',
    testHost('70.2'),
    async address => {
      const fake = await startFakeNode(address, {web: 1, idle: 0});
      return async () => fake.close();
    },
  ],
];

const options = {timeout: 10_000};
const NO_CRASHES = {recent: 0, exit: null, asOf: expect.any(Number)};

describe.each(NODES)('%s', (_name, address, startNode) => {
  let cluster: WatchedCluster;
  let stopNode: () => Promise<void>;

  beforeAll(async () => {
    stopNode = await startNode(address);
    cluster = watchCluster([spec(address)], {wantsStatistics: true});
    await cluster.fact('processes-read', fact => fact.watcher === 'web', 0);
  });

  afterAll(async () => {
    await cluster.close();
    await stopNode();
  });

  test('is online with its watchers from the first answer', () => {
    expect(cluster.facts.slice(0, 4)).toEqual([
      expect.objectContaining({type: 'cluster-changed', nodes: [spec(address)]}),
      expect.objectContaining({type: 'epoch-began', node: address}),
      expect.objectContaining({type: 'ping-answered', node: address, rtt: expect.any(Number)}),
      expect.objectContaining({type: 'statuses-read', node: address, nodeTime: expect.any(Number)}),
    ]);
  });

  test('reports the state of every watcher, its options, and which circusd it is', async () => {
    const isUp = (statuses: ReadonlyMap<string, WatcherState>) =>
      statuses.get('web') === 'running' && statuses.get('circusd-stats') === 'running';
    const {statuses} = await cluster.fact('statuses-read', fact => isUp(fact.statuses), 0);
    expect(Object.fromEntries(statuses)).toEqual({web: 'running', idle: 'stopped', 'circusd-stats': 'running'});
    const {options} = await cluster.fact('options-read', fact => fact.watcher === 'idle', 0);
    expect(options).toMatchObject({
      wanted: 1,
      gracefulTimeout: 30_000,
      warmupDelay: 0,
      respawns: true,
      isOnDemand: false,
    });
    const {circusd} = await cluster.fact('circusd-identified', () => true, 0);
    expect(circusd.startedAt).toBeGreaterThan(1_600_000_000);
  });

  test('sends samples of its processes', async () => {
    const read = await cluster.call(address, 'processes', {watcher: 'web'}, options);
    const pid = read.kind === 'reply' ? read.reply[0] : 0;
    const {samples} = await cluster.fact('statistics-received', fact => fact.samples.some(one => one.pid === pid));
    expect(samples.find(one => one.pid === pid)).toEqual({
      name: 'web',
      pid,
      cpu: expect.any(Number),
      memory: expect.any(Number),
    });
  });

  test('starts a watcher, and its events say so', async () => {
    const spawned = cluster.fact('process-spawned', fact => fact.watcher === 'idle');
    const started = cluster.fact('watcher-started', fact => fact.watcher === 'idle');
    const result = await cluster.call(address, 'start', {watcher: 'idle'}, options);
    expect(result).toEqual({
      kind: 'reply',
      reply: {started: [(await spawned).pid], kept: []},
      nodeTime: expect.any(Number),
    });
    expect((await started).nodeTime).toBeGreaterThan(1_600_000_000);
    const again = await cluster.call(address, 'start', {watcher: 'idle'}, options);
    expect(again).toMatchObject({kind: 'reply', reply: {started: [], kept: [(await spawned).pid]}});
  });

  test('restarts a watcher with new processes', async () => {
    const before = await cluster.call(address, 'processes', {watcher: 'idle'}, options);
    const result = await cluster.call(address, 'restart', {watcher: 'idle'}, options);
    const after = await cluster.call(address, 'processes', {watcher: 'idle'}, options);
    expect(result).toMatchObject({reply: {started: (after as {reply: unknown}).reply}});
    expect(before).toMatchObject({kind: 'reply', reply: [expect.any(Number)]});
    expect((after as {reply: unknown}).reply).not.toEqual((before as {reply: unknown}).reply);
  });

  test('stops a watcher, and its events say how its process ended', async () => {
    const since = cluster.facts.length;
    expect(await cluster.call(address, 'stop', {watcher: 'idle'}, options)).toMatchObject({kind: 'reply', reply: null});
    const {pid} = await cluster.fact('process-killed', fact => fact.watcher === 'idle', since);
    const reaped = await cluster.fact('process-reaped', fact => fact.pid === pid, since);
    expect(reaped.exit).toEqual({code: null, signal: 'SIGTERM'});
    await cluster.fact('watcher-stopped', fact => fact.watcher === 'idle', since);
    expect(await cluster.call(address, 'status', {watcher: 'idle'}, options)).toMatchObject({reply: 'stopped'});
    expect(await cluster.call(address, 'processes', {watcher: 'idle'}, options)).toMatchObject({reply: []});
  });

  test('delivers a signal to all processes of a watcher, and it is reported before the process ends', async () => {
    const since = cluster.facts.length;
    const sent = await cluster.call(address, 'signal', {watcher: 'web', signal: 9, pid: null}, options);
    expect(sent).toMatchObject({kind: 'reply', reply: null});
    const reaped = await cluster.fact('process-reaped', fact => fact.watcher === 'web', since);
    expect(reaped.exit).toEqual({code: null, signal: 'SIGKILL'});
    const fact = await cluster.fact('signal-sent', () => true, since);
    expect(fact).toMatchObject({node: address, watcher: 'web', signal: 9, pids: null});
    expect(cluster.facts.indexOf(fact)).toBeLessThan(cluster.facts.indexOf(reaped));
    await cluster.fact('process-spawned', fact => fact.watcher === 'web', since);
  });

  test('refuses a watcher that it does not have, and its own words stand behind what they mean', async () => {
    const result = await cluster.call(address, 'start', {watcher: 'nope'}, options);
    expect(result).toEqual({kind: 'refused', reason: 'no watcher nope here (circus: program nope not found)'});
  });
});

interface PackageNode {
  readonly makeReady: () => void;
  readonly stop: () => Promise<void>;
}

/** Each starts a node with our package and a stopped watcher `box`, a service that has 30 s to be ready, and a watcher `web`. */
const PACKAGE_NODES: readonly [string, string, (address: string) => Promise<PackageNode>][] = [
  ['circusman-node', testHost('87.50'), address => startStandInNode(address, {watchers: INI})],
  [
    'the fake node with our package',
    testHost('87.51'),
    async address => {
      const ours = fakePackage({box: 30});
      const fake = await startFakeNode(address, {web: 1, box: 0}, true, ours);
      const makeReady = () => ours.become('box', {ready: true, since: Date.now() / 1_000, answer: 'HTTP 200'});
      return {makeReady, stop: async () => fake.close()};
    },
  ],
];

describe.each(PACKAGE_NODES)('%s', (_name, address, startNode) => {
  let cluster: WatchedCluster;
  let node: PackageNode;

  beforeAll(async () => {
    node = await startNode(address);
    cluster = watchCluster([spec(address)], {wantsStatistics: true});
  });

  afterAll(async () => {
    await cluster.close();
    await node.stop();
  });

  test('reports what it is and which services it has', async () => {
    const {info} = await cluster.fact('node-info-read', () => true, 0);
    expect(info).toEqual({
      package: expect.stringMatching(/^\d+\.\d+/),
      api: 1,
      circus: expect.stringMatching(/^\d+\.\d+/),
      machine: expect.stringMatching(/^[0-9a-f]{16}$/),
      address: null,
      load: expect.any(Number),
      cores: expect.any(Number),
      memory: {total: expect.any(Number), available: expect.any(Number)},
      startsMissing: true,
      samplesEvery: 1,
      services: [
        {
          watcher: 'box',
          service: 'box',
          home: expect.stringMatching(/^\//),
          isInAll: true,
          startsTogether: false,
          resetsTogether: false,
          readyWithin: 30_000,
          needsConfigure: false,
          identifier: null,
          disk: {total: expect.any(Number), free: expect.any(Number)},
          error: null,
        },
      ],
    });
  });

  test('tells again and again what its processes and its machine use', async () => {
    const {sample} = await cluster.fact('sample-received', () => true, 0);
    expect(sample).toMatchObject({
      life: expect.stringMatching(/./),
      number: expect.any(Number),
      time: expect.any(Number),
      uptime: expect.any(Number),
      own: {
        user: expect.any(Number),
        system: expect.any(Number),
        resident: expect.any(Number),
        threads: expect.any(Number),
      },
      machine: {
        cores: expect.any(Number),
        cpu: {
          user: expect.any(Number),
          system: expect.any(Number),
          wait: expect.any(Number),
          steal: expect.any(Number),
          idle: expect.any(Number),
        },
        memory: {total: expect.any(Number), available: expect.any(Number)},
        swap: {total: expect.any(Number), free: expect.any(Number)},
        load: [expect.any(Number), expect.any(Number), expect.any(Number)],
        disks: expect.objectContaining({size: expect.any(Number)}),
        networks: expect.objectContaining({size: expect.any(Number)}),
      },
      homes: expect.objectContaining({size: expect.any(Number)}),
      watchers: expect.objectContaining({size: expect.any(Number)}),
      left: 0,
    });
    const {sample: next} = await cluster.fact('sample-received', fact => fact.sample.number > sample.number);
    expect(next.life).toBe(sample.life);
    expect(next.time).toBeGreaterThan(sample.time);
    expect(next.watchers.get('web')).toMatchObject({
      total: {
        user: expect.any(Number),
        system: expect.any(Number),
        read: expect.any(Number),
        written: expect.any(Number),
      },
      since: expect.any(Number),
      count: 1,
      resident: expect.any(Number),
      threads: 1,
      newest: next.watchers.get('web')?.processes[0]?.started,
      processes: [
        {
          pid: expect.any(Number),
          parent: 0,
          started: expect.any(Number),
          user: expect.any(Number),
          system: expect.any(Number),
          resident: expect.any(Number),
          threads: 1,
          read: expect.any(Number),
          written: expect.any(Number),
        },
      ],
    });
    expect(next.watchers.get('box')).toMatchObject({count: 0, resident: 0, processes: []});
    expect(cluster.facts.filter(fact => fact.type === 'statistics-received')).toEqual([]);
  });

  test('reports how its watchers are, and when a service is ready', async () => {
    const {health} = await cluster.fact('health-read', () => true, 0);
    expect(health.get('box')).toMatchObject({...HEALTH, service: 'box', isReady: false, crashes: NO_CRASHES});
    expect(health.get('web')).toMatchObject({...HEALTH, since: health.get('web')?.since, crashes: NO_CRASHES});
    await cluster.call(address, 'start', {watcher: 'box'}, options);
    node.makeReady();
    const ready = await cluster.fact('health-read', fact => fact.health.get('box')?.isReady === true);
    expect(ready.health.get('box')).toMatchObject({answer: 'HTTP 200', since: expect.any(Number), log: []});
  });
});
