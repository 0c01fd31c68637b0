import {rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {recentCrashes} from '../../src/model/crashes.js';
import type {NodeSpec} from '../../src/model/node.js';
import {createStore} from '../../src/store/store.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {askAsOther} from '../support/other-client.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';
import {spec, watchCluster} from '../support/watched-cluster.js';

/** Who has just come must call a crash loop what it is, and what its operator stopped stopped. */

const WATCHERS =
  watcherSection('loop', {cmd: `bash -c 'sleep 0.1; exit 3'`}) +
  watcherSection('once', {cmd: `bash -c 'exit 4'`, respawn: false});

const MENDED = path.join(tmpdir(), `circusman-mended-${process.pid}`);
const MORE =
  watcherSection('again', {cmd: `bash -c 'exit 3'`}) +
  watcherSection('later', {cmd: `bash -c 'exit 4'`, respawn: false, autostart: false}) +
  watcherSection('five', {cmd: 'sleep 3600', numprocesses: 5}) +
  watcherSection('mended', {cmd: `bash -c 'sleep 0.1; [ -e ${MENDED} ] || exit 5; exec sleep 3600'`});

/** A circusman that looks on from now on. */
function lookOn(node: NodeSpec) {
  const store = createStore();
  const clock = () => ({monotonic: performance.now(), wall: Date.now()});
  const cluster = watchCluster([node], {wantsStatistics: true, onFacts: store.dispatch});
  const row = (watcher: string) => {
    const found = store.state().nodes.get(node.id)?.watchers.get(watcher);
    if (found === undefined) throw new Error(`there is no ${watcher}`);
    return found;
  };
  return {
    close: cluster.close,
    pids: (watcher: string) => [...row(watcher).processes.keys()],
    word: (watcher: string) => describeWatcher(row(watcher), clock()).word,
    crashes: (watcher: string) => recentCrashes(row(watcher), clock()),
  };
}

/** Another client's command; circusd's own check of its processes may hold the node's lock for a moment. */
async function bid(node: string, command: string, watcher: string): Promise<void> {
  await eventually(async () => {
    const answer = await askAsOther(node, command, {name: watcher, waiting: true});
    expect(answer).toMatchObject({status: 'ok'});
  });
}

/** What two circusmans see of a node; one has just started. */
function testLookingOn(node: () => NodeSpec): void {
  test('five processes that end at once are one crash', async () => {
    const one = lookOn(node());
    await eventually(() => expect(one.pids('five')).toHaveLength(5));
    const before = one.pids('five');
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await eventually(() => {
      expect(one.pids('five')).toHaveLength(5);
      expect(one.pids('five').some(pid => before.includes(pid))).toBe(false);
    });
    expect([one.word('five'), one.crashes('five')]).toEqual(['running', 1]);
    await one.close();
  });

  test('what was mended and started again does not flap any more, for any circusman', async () => {
    rmSync(MENDED, {force: true});
    const one = lookOn(node());
    await eventually(() => expect(one.word('mended')).toMatch(/^flapping \d+\/5m/));
    writeFileSync(MENDED, '');
    await bid(node().host, 'restart', 'mended');
    const other = lookOn(node());
    await eventually(() => {
      for (const each of [one, other]) expect([each.word('mended'), each.crashes('mended')]).toEqual(['running', 0]);
    });
    await Promise.all([one.close(), other.close()]);
    rmSync(MENDED);
  });
}

/** A crash loop is usually dead when it is stopped: nothing has to be ended. */
function testStopping(node: () => NodeSpec): void {
  test('a crash loop that somebody stops is stopped to who looked on, and what ended by itself is not', async () => {
    const one = lookOn(node());
    await eventually(() => expect(one.word('again')).toMatch(/^flapping/));
    await bid(node().host, 'stop', 'again');
    await eventually(() => expect(one.word('again')).toBe('stopped'));
    await bid(node().host, 'start', 'later');
    await eventually(() => expect(one.word('later')).toBe('exited 4'));
    const other = lookOn(node());
    await eventually(() => expect(other.word('again')).toBe('stopped'));
    // The node has reported by now what it knows of both.
    expect([one.word('again'), one.word('later')]).toEqual(['stopped', 'exited 4']);
    await Promise.all([one.close(), other.close()]);
  });
}

interface WatcherReport {
  readonly state: string;
  readonly crashes: {readonly recent: number; readonly lastExit: object | null};
}

async function reportOf(node: string, watcher: string, ...options: readonly string[]): Promise<WatcherReport> {
  const {code, out} = await runCircusman(['status', node, '--json', ...options]);
  expect(code).toBe(0);
  const {watchers} = JSON.parse(out).nodes[0];
  return watchers.find((each: {watcher: string}) => each.watcher === watcher);
}

/** The words of the table's columns, by watcher. */
async function words(node: string): Promise<string> {
  const {code, out} = await runCircusman(['status', node]);
  expect(code).toBe(0);
  return out;
}

describe('on a node with the package', () => {
  let nodes: LocalNodes;
  let id = '';
  beforeAll(async () => {
    nodes = await startLocalNodes({launcher: LAUNCHER, count: 1, watchers: () => WATCHERS + MORE});
    id = nodes.nodes[0]?.spec.id ?? '';
  });
  afterAll(() => nodes?.stop());

  testLookingOn(() => nodes.nodes[0]?.spec ?? spec('nowhere'));
  testStopping(() => nodes.nodes[0]?.spec ?? spec('nowhere'));

  test('a crash loop is flapping at the first look, by the count of the node itself', async () => {
    await eventually(async () => {
      const {state, crashes} = await reportOf(id, 'loop', '--quick');
      expect(state).toBe('running');
      expect(crashes.recent).toBeGreaterThanOrEqual(3);
      expect(crashes.lastExit).toEqual({code: 3, signal: null});
    });
    expect(await words(id)).toMatch(/ flapping \d+\/5m/);
  });

  test('what ended by itself before anybody looked is said, until somebody stops it', async () => {
    expect(await reportOf(id, 'once', '--quick')).toMatchObject({
      state: 'stopped',
      crashes: {recent: 1, lastExit: {code: 4, signal: null}},
    });
    expect(await words(id)).toContain(' exited 4');
    await runCircusman(['exec', '-c', id, 'stop', 'once']);
    await eventually(async () => {
      expect(await reportOf(id, 'once', '--quick')).toMatchObject({state: 'stopped', crashes: {lastExit: null}});
    });
  });

  test('a crash loop that its operator stopped is stopped', async () => {
    const {out} = await runCircusman(['exec', '-c', id, '--json', 'stop', 'loop']);
    expect(JSON.parse(out).summary).toEqual({ok: 1});
    await eventually(async () => {
      expect(await reportOf(id, 'loop', '--quick')).toMatchObject({state: 'stopped', crashes: {lastExit: null}});
    });
    expect(await words(id)).not.toContain('exited 3');
  });
});

describe('on a stock node', () => {
  let circusd: Circusd;
  let id = '';
  beforeAll(async () => {
    circusd = await startCircusd(testHost('119.1'), WATCHERS + MORE);
    id = circusd.address;
  });
  afterAll(() => circusd?.stop());

  testLookingOn(() => spec(id));
  testStopping(() => spec(id));

  test('a crash loop is flapping by what was seen in the two seconds of a look', async () => {
    expect(await words(id)).toMatch(/ (flapping [23]\/(10s|5min)|exited 3)/);
    expect((await reportOf(id, 'loop')).crashes.recent).toBeGreaterThanOrEqual(2);
  });

  test('a crash loop that its operator stopped is stopped, and so it is to who comes later', async () => {
    await bid(id, 'stop', 'loop');
    expect(await reportOf(id, 'loop')).toMatchObject({state: 'stopped', crashes: {recent: 0, lastExit: null}});
  });
});
