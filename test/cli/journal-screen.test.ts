import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {readInterrupted} from '../../src/journal/read.js';
import {circusctl} from '../support/circusctl.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {untilWatcherDeaf} from '../support/ignores-sigterm.js';
import {newStateFolder} from '../support/journal-jobs.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {untilStopping} from '../support/other-client.js';
import {runCircusman} from '../support/run-circusman.js';

const DEAF = watcherSection('deaf', {
  cmd: `bash -c 'trap "" TERM; while :; do sleep 0.1; done'`,
  autostart: true,
  // So long the machine may take to see that the second one stops, and to end the program then.
  graceful_timeout: 7,
});

let cluster: LocalNodes;
let set: string;
let state: string;
let screen: Screen | undefined;

beforeAll(async () => {
  cluster = await startLocalNodes({launcher: LAUNCHER, count: 3, watchers: () => DEAF, hasStatistics: false});
  set = cluster.nodes.map(({spec}) => spec.id).join(',');
});
afterAll(() => cluster.stop());
beforeEach(() => {
  state = newStateFolder();
});
afterEach(async () => {
  await screen?.close();
});

async function open(): Promise<Screen> {
  const opened = openScreen([set], {columns: 140, env: {XDG_STATE_HOME: state}});
  screen = opened;
  await opened.until(/3 online/);
  return opened;
}

test.each(['SIGKILL', 'SIGHUP'] as const)(
  'a screen that %s ends in the middle of a rolling stop: the next one tells of it, looks, and goes on',
  async signal => {
    await runCircusman(['exec', '-c', set, 'start', 'deaf']);
    for (const {address} of cluster.nodes) await untilWatcherDeaf(address, 'deaf');
    const [, second, third] = cluster.nodes;
    if (second === undefined || third === undefined) throw new Error('there are no three nodes');
    const first = await open();
    first.press(':stop deaf --batch 1<enter>');
    await first.until(/Stop|stop/);
    await first.until(/Cancel|#1 stop deaf/);
    if (first.lines().join('\n').includes('Cancel')) first.press('y');
    await untilStopping(second.address.host, 'deaf');
    process.kill(first.pid, signal);
    await first.exit;
    await first.close();

    const next = await open();
    await next.until(/job 1 was interrupted: 1 ok, 1 unknown, 1 cancelled \(not begun\); J shows it/);
    next.press('J');
    await next.until(/#1 stop deaf on .* interrupted/);
    await next.until(/a asks how the unknown ones are {2}o goes on with what was not begun/);
    await eventually(async () => expect(await circusctl(second.address, 'status', 'deaf')).toBe('stopped'));
    next.press('a');
    await next.until(/unknown: interrupted; it is stopped now/);
    expect(await circusctl(third.address, 'status', 'deaf')).toBe('active');
    next.press('o');
    await next.until(/Cancel|#2 stop deaf/);
    if (next.lines().join('\n').includes('Cancel')) next.press('y');
    await next.until(/#2 stop deaf on .*1\/1 ok/);
    expect(await circusctl(third.address, 'status', 'deaf')).toBe('stopped');
    next.press('q');
    await next.exit;

    expect(await readInterrupted(path.join(state, 'circusman'), {now: Date.now()})).toEqual([]);
    const {out} = await runCircusman(['jobs', '--json'], {XDG_STATE_HOME: state});
    const jobs = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(jobs.map(({job, state, how, summary}) => [job, state, how, summary])).toEqual([
      [1, 'interrupted', 'bar', {ok: 1, unknown: 1, cancelled: 1}],
      [2, 'ended', 'key', {ok: 1}],
    ]);
    expect(jobs[0].from).toMatch(/^pts\/\d+$/);
    expect(readFileSync(path.join(state, 'circusman/jobs/1.jsonl'), 'utf8')).toMatch(/"type":"taken-up"/);
  },
);
