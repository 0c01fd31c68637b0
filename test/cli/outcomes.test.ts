import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from '../support/circusctl.js';
import {eventually} from '../support/eventually.js';
import {untilWatcherDeaf} from '../support/ignores-sigterm.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {untilStopping} from '../support/other-client.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';

/** What `exec` says of each target must be what became of it, also when a node is slow, busy or dies in between. */

const sleeper = (name: string, options = {}) => watcherSection(name, {cmd: 'sleep 3600', autostart: false, ...options});
const WATCHERS =
  sleeper('plain') +
  sleeper('slow', {numprocesses: 2, warmup_delay: 3}) +
  watcherSection('deaf', {
    cmd: `bash -c 'trap "" TERM; while :; do sleep 0.1; done'`,
    autostart: false,
    graceful_timeout: 6,
  });

let cluster: LocalNodes;
beforeAll(async () => {
  cluster = await startLocalNodes({launcher: LAUNCHER, count: 2, watchers: () => WATCHERS, hasStatistics: false});
});
afterAll(() => cluster.stop());

const node = (number: number): LocalNode => {
  const found = cluster.nodes[number - 1];
  if (found === undefined) throw new Error(`there is no node ${number}`);
  return found;
};
const id = (number: number) => node(number).spec.id;

/** Runs commands on a set; what came of the targets of each. */
async function exec(set: string, ...words: readonly string[]) {
  const {code, out, err} = await runCircusman(['exec', '-c', set, '--json', ...words]);
  const lines = out.trim() === '' ? [] : out.trim().split('\n');
  return {code, err, jobs: lines.map(line => JSON.parse(line))};
}

test('a start that its own settings make slow is waited for', async () => {
  const {code, jobs} = await exec(id(1), 'start', 'slow');
  expect(jobs[0].targets).toMatchObject([{outcome: 'ok', changed: true, state: 'running'}]);
  expect(jobs[0].ms).toBeGreaterThan(5_000);
  expect(code).toBe(0);
});

test('a node whose lock another client holds is waited for', async () => {
  await exec(id(2), 'start', 'deaf');
  await untilWatcherDeaf(node(2).address, 'deaf');
  await circusctl(node(2).address, 'stop', 'deaf');
  await untilStopping(node(2).address.host, 'deaf');
  const {code, jobs} = await exec(id(2), 'start', 'plain');
  expect(jobs[0].targets).toMatchObject([{outcome: 'ok', changed: true}]);
  expect(code).toBe(0);
});

describe('nothing is done twice', () => {
  test('to a watcher that is named twice', async () => {
    const {jobs} = await exec(id(1), 'start', 'plain', 'PLAIN', ';', 'restart', 'plain', 'plain');
    expect(jobs.map(job => job.targets.length)).toEqual([1, 1]);
  });

  test('to a node that is reached by two names', async () => {
    const {code, jobs} = await exec(`${id(1)},[::ffff:${id(1)}]`, 'restart', 'plain');
    expect(jobs[0].targets).toMatchObject([{node: id(1), outcome: 'ok'}]);
    expect(code).toBe(0);
  });
});

test('a watcher that no node has keeps the whole command from being begun', async () => {
  await exec(id(1), 'stop', 'plain');
  const {code, err, jobs} = await exec(id(1), 'start', 'plain', 'plan');
  expect([code, jobs]).toMatchObject([1, [{error: 'no node has a watcher plan', exitCode: 1}]]);
  expect(err).toBe('circusman: start plain plan: no node has a watcher plan\n');
  expect(await circusctl(node(1).address, 'status', 'plain')).toBe('stopped');
});

test('--timeout bounds the whole command, and says what there is instead', async () => {
  await exec(id(1), 'start', 'deaf');
  await untilWatcherDeaf(node(1).address, 'deaf');
  const {code, jobs} = await exec(id(1), '--timeout', '1s', 'stop', 'deaf');
  expect(jobs[0].targets).toMatchObject([
    {outcome: 'timed-out', sent: true, state: 'stopping', reason: 'it is still stopping'},
  ]);
  expect(jobs[0].ms).toBeLessThan(4_000);
  expect(code).toBe(1);
  await exec(id(1), 'signal', 'deaf', 'KILL');
});

test('a stop whose circusd is killed and started anew is unknown: nobody can tell what lives on', async () => {
  await exec(id(2), 'start', 'deaf');
  await untilWatcherDeaf(node(2).address, 'deaf');
  const run = startCircusman(['exec', '-c', id(2), '--json', 'stop', 'deaf']);
  await untilStopping(node(2).address.host, 'deaf');
  process.kill(node(2).pid, 'SIGKILL');
  await eventually(() => expect(() => process.kill(node(2).pid, 0)).toThrow());
  const again = await startLocalNode({
    launcher: LAUNCHER,
    address: node(2).address,
    watchers: WATCHERS,
    hasStatistics: false,
  });
  try {
    const {code, out} = await run.finished;
    expect(JSON.parse(out).targets).toMatchObject([
      {outcome: 'unknown', sent: true, state: 'stopped', reason: expect.stringMatching(/started anew.*may still run/)},
    ]);
    expect(code).toBe(1);
  } finally {
    await again.stop();
  }
});
