import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {askAsOther} from '../support/other-client.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

type Reaped = Extract<Fact, {readonly type: 'process-reaped'}>;

const ends = (cluster: WatchedCluster, watcher: string) =>
  cluster.facts.flatMap(fact => (fact.type === 'process-reaped' && fact.watcher === watcher ? [fact.exit?.code] : []));

describe('on a real circusd', () => {
  const REAL = testHost('72.1');
  let circusd: Circusd;
  let cluster: WatchedCluster;

  beforeAll(async () => {
    const watcher = (name: string, cmd: string) => `[watcher:${name}]\ncmd = sh -c "${cmd}"\n`;
    circusd = await startCircusd(
      REAL,
      [
        watcher('a b', 'exit 3'),
        watcher('a_b', 'exit 4'),
        watcher('c d', 'exec sleep 3604'),
        watcher('c_d', 'exec sleep 3605'),
        watcher('Web', 'exec sleep 3600'),
        watcher('web', 'exec sleep 3601'),
        watcher('Crash', 'sleep 0.5 && exit 5'),
        watcher('crash', 'exec sleep 3602'),
        watcher('idle', 'exec sleep 3603'),
      ].join(''),
    );
    cluster = watchCluster([spec(REAL)]);
    await cluster.fact('processes-read', ({watcher}) => watcher === 'idle', 0);
  });

  afterAll(async () => {
    await cluster.close();
    await circusd.stop();
  });

  test('each of two watchers whose events circus spells alike is seen to crash, and neither for the other', async () => {
    await eventually(() =>
      expect(Math.min(ends(cluster, 'a b').length, ends(cluster, 'a_b').length)).toBeGreaterThan(2),
    );
    expect([new Set(ends(cluster, 'a b')), new Set(ends(cluster, 'a_b'))]).toEqual([new Set([3]), new Set([4])]);
  });

  test('so is one whose name circus takes for another one’s', async () => {
    await eventually(() => expect(ends(cluster, 'Crash').length).toBeGreaterThan(1));
    expect([new Set(ends(cluster, 'Crash')), ends(cluster, 'crash')]).toEqual([new Set([5]), []]);
  });

  test('each of two whose names circus takes for one has its own process', async () => {
    const [one, other] = await Promise.all(
      ['Web', 'web'].map(name =>
        cluster.fact('processes-read', ({watcher, pids}) => watcher === name && pids.length > 0, 0),
      ),
    );
    expect([one?.pids.length, other?.pids.length]).toEqual([1, 1]);
    expect(one?.pids).not.toEqual(other?.pids);
  });

  test('neither of them can be asked for anything: nothing is sent, a sentence says why', async () => {
    const since = cluster.facts.length;
    const calls = ['status', 'processes', 'options', 'children', 'start', 'stop', 'restart'] as const;
    for (const watcher of ['Web', 'web', 'WEB']) {
      const answers = await Promise.all([
        ...calls.map(call => cluster.call(REAL, call, {watcher}, {timeout: 2_000})),
        cluster.call(REAL, 'signal', {watcher, signal: 9, pid: null}, {timeout: 2_000}),
      ]);
      const reason = 'circus takes Web and web for one name here: give one of them another in its circus.ini';
      expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(
        new Set([JSON.stringify({kind: 'unsent', reason})]),
      );
    }
    const {statuses} = await cluster.fact('statuses-read');
    expect([statuses.get('Web'), statuses.get('web')]).toEqual(['running', 'running']);
    const about = cluster.facts.slice(since).filter(fact => 'watcher' in fact && /^web$/i.test(fact.watcher ?? ''));
    expect(about.filter(({type}) => type !== 'processes-read')).toEqual([]);
  });

  test('a watcher that is reached in other capitals is sent as it is called', async () => {
    expect(await cluster.call(REAL, 'status', {watcher: 'IDLE'}, {timeout: 2_000})).toMatchObject({reply: 'running'});
  });

  // Of processes that live: one that ends before circusd is asked whose it is leaves only the state of both to be read.
  test('what another client starts and stops is reported of the right one', async () => {
    const since = cluster.facts.length;
    await askAsOther(REAL, 'stop', {name: 'c_d', match: 'simple', waiting: true});
    const stopped = await cluster.fact('statuses-read', ({statuses}) => statuses.get('c_d') === 'stopped', since);
    expect(stopped.statuses.get('c d')).toBe('running');
    await askAsOther(REAL, 'start', {name: 'c_d', match: 'simple', waiting: true});
    await cluster.fact('watcher-started', ({watcher}) => watcher === 'c_d', since);
    const wrong = cluster.facts.slice(since).filter(fact => 'watcher' in fact && fact.watcher === 'c d');
    expect(wrong.filter(({type}) => type === 'watcher-started' || type === 'watcher-stopped')).toEqual([]);
  });
});

describe('on a fake node', () => {
  let fake: FakeNode;
  let cluster: WatchedCluster;
  const FAKE = testHost('72.2');
  let answers = true;

  beforeAll(async () => {
    fake = await startFakeNode(FAKE, {'Web App': 1, web_app: 1, 'x y': 1}, false);
    fake.answer(({command, properties}) => {
      if (command !== 'stats') return undefined;
      if (!answers) return {status: 'error', reason: 'no such process', errno: 3, tb: null};
      const infos = Object.fromEntries(fake.pids(String(properties.name)).map(pid => [pid, {children: []}]));
      return {info: infos};
    });
    cluster = watchCluster([spec(FAKE)]);
    await cluster.fact('processes-read', ({watcher}) => watcher === 'web_app', 0);
  });

  afterAll(async () => {
    await cluster.close();
    fake.close();
  });

  test('a new process’s events wait for whose it is, and come in their order', async () => {
    const since = cluster.facts.length;
    fake.become('web_app', {state: 'active', pids: [70]});
    await fake.event('watcher.web_app.spawn', {process_pid: 70});
    await fake.event('watcher.web_app.start', {});
    await fake.event('watcher.web_app.reap', {process_pid: 70, exit_code: 3});
    await cluster.fact('process-reaped', ({pid}) => pid === 70, since);
    const reported = cluster.facts.slice(since).flatMap(fact => {
      const isEvent =
        fact.type === 'process-spawned' || fact.type === 'process-reaped' || fact.type === 'watcher-started';
      return isEvent ? [`${fact.type} ${fact.watcher}`] : [];
    });
    expect(reported).toEqual(['process-spawned web_app', 'watcher-started web_app', 'process-reaped web_app']);
  });

  test('where it cannot be known which watcher an event is of, all are read again, and a flood of such events is no flood of questions', async () => {
    const before = fake.requests.length;
    const since = cluster.facts.length;
    for (let pid = 5_000; pid < 6_000; pid++) {
      await fake.event('watcher.web_app.reap', {process_pid: pid, exit_code: 3});
      await fake.event('watcher.web_app.start', {});
    }
    await cluster.fact('processes-read', ({watcher}) => watcher === 'Web App', since);
    await cluster.fact('processes-read', ({watcher}) => watcher === 'web_app', since);
    await cluster.fact('statuses-read');
    expect(cluster.facts.slice(since).filter((fact): fact is Reaped => fact.type === 'process-reaped')).toEqual([]);
    expect(fake.requests.slice(before).filter(({command}) => command === 'stats').length).toBeLessThan(30);
  });

  test('a pid that another one had before decides nothing of a new process', async () => {
    fake.become('web_app', {state: 'active', pids: [80]});
    await fake.event('watcher.web_app.spawn', {process_pid: 80});
    await cluster.fact('process-spawned', ({pid, watcher}) => pid === 80 && watcher === 'web_app', 0);
    fake.become('web_app', {state: 'stopped', pids: []});
    fake.become('Web App', {state: 'active', pids: [80]});
    const since = cluster.facts.length;
    await fake.event('watcher.web_app.spawn', {process_pid: 80});
    expect(await cluster.fact('process-spawned', ({pid}) => pid === 80, since)).toMatchObject({watcher: 'Web App'});
  });

  test('events wait for a watcher that was just added beside one with the same topic', async () => {
    const since = cluster.facts.length;
    fake.become('x_y', {state: 'active', pids: [90]});
    await fake.event('watcher.x_y.add', {});
    await fake.event('watcher.x_y.spawn', {process_pid: 90});
    expect(await cluster.fact('process-spawned', ({pid}) => pid === 90, since)).toMatchObject({watcher: 'x_y'});
  });

  test('what the node cannot say is read again, and nothing is made up', async () => {
    answers = false;
    const since = cluster.facts.length;
    await fake.event('watcher.web_app.spawn', {process_pid: 95});
    await cluster.fact('processes-read', ({watcher}) => watcher === 'web_app', since);
    expect(cluster.facts.slice(since).filter(({type}) => type === 'process-spawned')).toEqual([]);
    answers = true;
  });
});
