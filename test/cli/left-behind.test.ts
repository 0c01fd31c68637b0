import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {askAsOther} from '../support/other-client.js';
import {alive, killIfThere} from '../support/processes.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost} from '../support/test-network.js';

/** What lives on of a watcher that was removed, or of a circusd that ended, on a real node with the package: it is told, shown, and ended. */

const NODE = testHost('94.21');
const SCRIPT = "sh -c 'sleep 3701 & wait'";

let node: ServiceNode;
const left: number[] = [];

beforeAll(async () => {
  node = await startServiceNode(
    {host: NODE, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
    {service: 'data = ["data"]\n', box: () => ({cmd: 'sleep 3600'}), watchers: ''},
  );
});
afterAll(async () => {
  await node.stop();
  for (const pid of await alive(left)) killIfThere(pid);
});

interface Result {
  readonly outcome: string;
  readonly reason?: string;
  readonly orphans?: readonly {readonly pid: number; readonly name: string}[];
}

async function exec(...words: readonly string[]): Promise<Result & {readonly pids: readonly number[]}> {
  const {out, err} = await runCircusman(['exec', '--json', '--yes', '--yes=1', '-c', NODE, ...words]);
  const [target] = (JSON.parse(out || `{"error": ${JSON.stringify(err)}}`) as {targets: Result[]}).targets;
  const pids = (target?.orphans ?? []).map(({pid}) => pid);
  left.push(...pids);
  return {...(target as Result), pids};
}

/** A watcher whose process has started another one. */
async function add(name: string): Promise<void> {
  await exec('add', name, '--start', '--', SCRIPT);
  await eventually(async () => {
    const told = (await askAsOther(NODE, 'processes', {watcher: name, waiting: true})) as {watchers?: object};
    expect(JSON.stringify(told)).toContain('sleep 3701');
  });
}

async function shown(): Promise<{readonly text: string; readonly left: unknown}> {
  const text = await runCircusman(['status', NODE]);
  const json = await runCircusman(['status', '--json', NODE]);
  const {nodes} = JSON.parse(json.out) as {nodes: {left?: unknown}[]};
  return {text: text.out, left: nodes[0]?.left};
}

async function isShownAndEnded(name: string, pids: readonly number[]): Promise<void> {
  const one = pids[0];
  const {text, left: told} = await shown();
  expect(text).toContain(`orphan ${one} still runs of ${name}, which was removed: adopt --kill ${name} ends it`);
  expect(told).toEqual([{watcher: name, orphans: pids}]);
  expect(await exec('adopt', '--kill', name)).toMatchObject({outcome: 'ok', reason: `ended ${one}`});
  expect(await alive(pids)).toEqual([]);
  const after = await shown();
  expect([after.text.includes(name), after.left]).toEqual([false, undefined]);
}

test('rm is failed where what its processes had started lives on, which is shown, and ended by adopt', async () => {
  await add('few');
  const {outcome, reason, pids} = await exec('rm', 'few');
  expect(outcome).toBe('failed');
  expect(reason).toMatch(/^removed, but \d+ \(sleep\) that it had started still runs; adopt --kill few ends it$/);
  expect(await alive(pids)).toEqual(pids);
  await isShownAndEnded('few', pids);
});

test('an rm of a watcher whose stop was failed says it again', async () => {
  await add('few');
  const stopped = await exec('stop', 'few');
  const {outcome, reason, pids} = await exec('rm', 'few');
  expect([outcome, pids]).toEqual(['failed', stopped.pids]);
  expect(reason).toMatch(/^removed, but orphan \d+ \(sleep\) still runs; adopt --kill few ends it$/);
  await isShownAndEnded('few', pids);
});

test('what rm --nostop left is shown, and ended by adopt', async () => {
  await add('kept');
  await exec('rm', 'kept', '--nostop');
  const {left: told} = await shown();
  const [{orphans}] = told as [{orphans: number[]}];
  left.push(...orphans);
  expect(await exec('adopt', '--kill', 'kept')).toMatchObject({outcome: 'ok'});
  expect(await alive(orphans)).toEqual([]);
});

test('a reloadconfig is failed where something of a watcher that it removes lives on', async () => {
  await add('few');
  const {outcome, reason, pids} = await exec('reloadconfig');
  expect(outcome).toBe('failed');
  expect(reason).toMatch(/^gone: few, but \d+ \(sleep\) that few had started still runs: adopt --kill few ends it$/);
  await isShownAndEnded('few', pids);
});

test('a shutdown is failed where something lives on, and names it', async () => {
  await add('few');
  const {outcome, reason, pids} = await exec('shutdown');
  expect(outcome).toBe('failed');
  expect(reason).toMatch(
    /^it has ended, but \d+ \(sleep\) that few had started still runs: adopt --kill few ends it once circusman-node runs there again$/,
  );
  expect(await alive(pids)).toEqual(pids);
});
