import {readFile} from 'node:fs/promises';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {askAsOther} from '../support/other-client.js';
import {alive, killIfThere, processTree} from '../support/processes.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost} from '../support/test-network.js';

/** How a stop came to its end, and what lives on after it: of real circusd, stock and with the package. */

const STOCK = testHost('94.1');
const PACKAGE = testHost('94.2');
const DEAF = "trap '' TERM; exec sleep 3600";

const watcher = (name: string, script: string, more: Readonly<Record<string, string | number | boolean>> = {}) =>
  watcherSection(name, {cmd: `sh -c "${script}"`, graceful_timeout: 1, autostart: true, ...more});
const WATCHERS = [
  watcher('plain', 'exec sleep 3600'),
  watcher('leaves', 'sleep 3601 & wait'),
  watcher('tree', "sh -c 'sleep 3602 & wait' & wait"),
  watcher('soon', '(while kill -0 $$; do sleep 0.05; done; sleep 0.4) & exec sleep 3603'),
  watcher('deaf', DEAF),
  watcher('killed', 'exec sleep 3604', {stop_signal: 'KILL'}),
  watcher('patient', DEAF, {graceful_timeout: 60}),
  watcher('deaf2', DEAF, {numprocesses: 2}),
  watcher('ends', 'sleep 3605 & wait', {stop_descendants: true}),
  watcher('forces', `sh -c 'trap : TERM; while :; do sleep 1; done' & wait`, {stop_descendants: true}),
].join('');

let stock: Circusd;
let node: ServiceNode;

beforeAll(async () => {
  [stock, node] = await Promise.all([
    startCircusd(STOCK, WATCHERS),
    startServiceNode(
      {host: PACKAGE, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
      {service: 'data = ["data"]\n', box: () => ({cmd: `sh -c "${DEAF}"`, graceful_timeout: 1}), watchers: WATCHERS},
    ),
  ]);
});
afterAll(async () => {
  // What a watcher leaves outlives its circusd, too.
  const pids = await Promise.all([STOCK, PACKAGE].map(pidOf));
  const trees = (await Promise.all(pids.map(processTree))).flat();
  await Promise.all([stock.stop(), node.stop()]);
  for (const pid of await alive(trees)) killIfThere(pid);
});

async function pidOf(address: string): Promise<number> {
  const {info} = (await askAsOther(address, 'dstats', {})) as {info: {pid: number}};
  return info.pid;
}

interface StopResult {
  readonly outcome: string;
  readonly state: string | null;
  readonly reason?: string;
  readonly forced?: boolean | null;
  readonly by?: string;
  readonly orphans?: readonly {readonly pid: number; readonly name: string}[];
}

async function exec(address: string, ...words: readonly string[]): Promise<StopResult> {
  const {out, err} = await runCircusman(['exec', '--json', '--yes', '-c', address, ...words]);
  const [target] = (JSON.parse(out || `{"error": ${JSON.stringify(err)}}`) as {targets: StopResult[]}).targets;
  return target as StopResult;
}

/** A shell heeds SIGTERM until it has read its first line. */
async function untilDeaf(address: string, name: string, count = 1): Promise<void> {
  await eventually(async () => {
    const {pids} = (await askAsOther(address, 'list', {name})) as {pids: readonly number[]};
    expect(pids).toHaveLength(count);
    for (const pid of pids) expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^SigIgn:\t.*[4-7c-f]...$/m);
  });
}

describe('a stop that ended in SIGKILL', () => {
  const words = 'killed after 1 s: it did not end by SIGTERM';

  test.each([STOCK, PACKAGE])('says so, and by whom, on %s', async address => {
    await untilDeaf(address, 'deaf');
    expect(await exec(address, 'stop', 'deaf')).toMatchObject({
      outcome: 'ok',
      forced: true,
      by: 'circus',
      reason: words,
    });
    await exec(address, 'start', 'deaf');
    await untilDeaf(address, 'deaf');
    const {out} = await runCircusman(['exec', '-c', address, 'stop', 'deaf']);
    expect(out).toContain(`ok (${words})`);
  });

  test.each([STOCK, PACKAGE])('is said of a restart, too, on %s', async address => {
    await exec(address, 'start', 'deaf');
    await untilDeaf(address, 'deaf');
    const result = await exec(address, 'restart', 'deaf');
    expect(result).toMatchObject({outcome: 'ok', state: 'running', forced: true, by: 'circus', reason: words});
  });

  test.each([STOCK, PACKAGE])('says of several processes how many, on %s', async address => {
    await untilDeaf(address, 'deaf2', 2);
    expect(await exec(address, 'stop', 'deaf2')).toMatchObject({
      forced: true,
      reason: 'killed after 1 s: they did not end by SIGTERM',
    });
  });

  test.each([STOCK, PACKAGE])('as the watcher is set to is said on %s', async address => {
    expect(await exec(address, 'stop', 'killed')).toMatchObject({
      forced: true,
      by: 'circus',
      reason: 'killed: SIGKILL is its stop_signal',
    });
  });

  test.each([
    [STOCK, 'other'],
    [PACKAGE, 'operator'],
  ])('that somebody else sent is not said to be of circus, on %s', async (address, by) => {
    await untilDeaf(address, 'patient');
    const stopping = exec(address, 'stop', 'patient');
    await eventually(async () =>
      expect(await askAsOther(address, 'status', {name: 'patient'})).toMatchObject({status: 'stopping'}),
    );
    await askAsOther(address, 'signal', {name: 'patient', signum: 9});
    expect(await stopping).toMatchObject({outcome: 'ok', forced: true, by});
  });

  test.each([STOCK, PACKAGE])('is not said of one that obeyed SIGTERM, on %s', async address => {
    const result = await exec(address, 'stop', 'plain');
    expect(result).toMatchObject({outcome: 'ok', state: 'stopped'});
    expect(result).not.toHaveProperty('forced');
    expect(result).not.toHaveProperty('reason');
  });

  test('is said of a reset that stopped first', async () => {
    await exec(PACKAGE, 'start', 'box');
    await untilDeaf(PACKAGE, 'box');
    expect(await exec(PACKAGE, 'reset', 'box', '--stop')).toMatchObject({
      outcome: 'ok',
      forced: true,
      by: 'circus',
      reason: expect.stringMatching(/killed after 1 s: it did not end by SIGTERM$/),
    });
  });
});

describe('what a stop leaves running', () => {
  test.each(['leaves', 'tree'])(
    'makes it failed on a node with the package, which shows and ends it: %s',
    async name => {
      const result = await exec(PACKAGE, 'stop', name);
      expect(result).toMatchObject({outcome: 'failed', state: 'stopped'});
      expect(result.reason).toMatch(
        /^stopped, but \d+ \(\w+\).* that it had started still runs?; adopt --kill \w+ ends (it|them)$/,
      );
      const pids = (result.orphans ?? []).map(({pid}) => pid);
      expect(await alive(pids)).toEqual(pids);
      const {out} = await runCircusman(['status', '--json', PACKAGE]);
      const status = JSON.parse(out) as {nodes: {watchers: {watcher: string; orphans: number[]}[]}[]};
      expect(status.nodes[0]?.watchers.find(each => each.watcher === name)?.orphans).toEqual(pids);
      expect(await exec(PACKAGE, 'stop', name)).toMatchObject({
        outcome: 'failed',
        reason: expect.stringMatching(/^stopped \(was stopped\), but orphans? |^stopped, but orphans? /),
      });
      expect(await exec(PACKAGE, 'adopt', '--kill', name)).toMatchObject({outcome: 'ok'});
      expect(await alive(pids)).toEqual([]);
      expect(await exec(PACKAGE, 'stop', name)).toMatchObject({outcome: 'ok'});
    },
  );

  test('is unknown on a stock node, which cannot tell', async () => {
    const result = await exec(STOCK, 'stop', 'leaves');
    process.kill(Number(result.reason?.match(/\d+/)?.[0]), 'SIGKILL');
    expect(result).toMatchObject({
      outcome: 'unknown',
      state: 'stopped',
      reason: expect.stringMatching(
        /^stopped, but whether \d+ \(sleep\) that it had started has ended a stock circusd cannot tell: ps -p \d+ there does$/,
      ),
    });
    expect(await exec(STOCK, 'stop', 'leaves')).toMatchObject({outcome: 'ok', state: 'stopped'});
  });

  test('is waited for a little: what ends by itself is no failure', async () => {
    await exec(PACKAGE, 'start', 'soon');
    await exec(PACKAGE, 'restart', 'soon');
    expect(await exec(PACKAGE, 'stop', 'soon')).toMatchObject({outcome: 'ok', state: 'stopped'});
  });

  test('is said of a restart, too', async () => {
    await exec(PACKAGE, 'start', 'leaves');
    expect(await exec(PACKAGE, 'restart', 'leaves')).toMatchObject({
      outcome: 'failed',
      state: 'running',
      reason: expect.stringMatching(
        /^restarted, but \d+ \(sleep\) that it had started still runs; adopt --kill leaves ends it$/,
      ),
    });
    await exec(PACKAGE, 'stop', 'leaves');
    await exec(PACKAGE, 'adopt', '--kill', 'leaves');
  });

  test('is ended where the watcher says so', async () => {
    expect(await exec(PACKAGE, 'stop', 'ends')).toMatchObject({
      outcome: 'ok',
      reason: '1 process that it had started ended with it',
    });
  });

  test('is ended by force where it does not obey SIGTERM, and the answer says so', async () => {
    const result = await exec(PACKAGE, 'stop', 'forces');
    expect(result).toMatchObject({outcome: 'ok', forced: true, by: 'circus'});
    expect(result.reason).toMatch(/processe?s? that it had started killed: (it|they) did not end by SIGTERM/);
  });
});

test.each([STOCK, PACKAGE])('a stop that somebody’s start overtook says that it runs again, on %s', async address => {
  await exec(address, 'start', 'plain');
  const run = startCircusman(['exec', '--json', '-c', address, 'stop', 'plain']);
  const again = (async () => {
    for (;;) {
      const {status} = (await askAsOther(address, 'status', {name: 'plain'})) as {status: string};
      if (status === 'stopped') return askAsOther(address, 'start', {name: 'plain', waiting: true});
    }
  })();
  const {out} = await run.finished;
  await again;
  const [result] = (JSON.parse(out) as {targets: StopResult[]}).targets;
  // Which of the two comes first is not in our hands; what is said must be so.
  if (result?.outcome === 'ok') expect(result.state).toBe('stopped');
  else
    expect(result).toMatchObject({
      outcome: 'failed',
      reason: 'it was stopped, and runs again: somebody has started it since',
    });
});
