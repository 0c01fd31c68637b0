import {readFile} from 'node:fs/promises';
import process from 'node:process';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {type RealCluster, startRealCluster} from '../../src/demo/real-cluster.js';
import type {CallName, Calls} from '../../src/model/calls.js';
import type {NodeId} from '../../src/model/node.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {alive, processTree, residentMemory} from '../support/processes.js';
import {
  databaseJars,
  FETCHED_WITHIN,
  readFromNeo4j,
  readFromTitan,
  roleInNeo4j,
  whatDatabasesNeed,
  writeToNeo4j,
  writeToTitan,
} from '../support/real-databases.js';
import {runCircusman} from '../support/run-circusman.js';
import {type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** Milliseconds: for the sequence, which takes four minutes on two idle cores; to report what failed. */
const DEADLINE = 540_000;
const LAST_WORDS = 30_000;
/** Milliseconds to wait for each change of the screen. */
const SEEN_WITHIN = 150_000;
const GIB = 2 ** 30;
const WATCHERS = ['neo4j', 'titan'] as const;
/** More than there are nodes: if a node lost its share of the data, one of them would be missing. */
const NAMES = [...'abcdefghijkl'];

const missing = await whatDatabasesNeed();
const testReal = missing === null ? test : test.skip;

let cluster: RealCluster;
let wire: WatchedCluster;
let screen: Screen | undefined;
let deadline = 0;

beforeAll(async () => {
  // Eight of them start on two cores: optimisation that only pays off after minutes is left out.
  process.env.JAVA_TOOL_OPTIONS = '-XX:TieredStopAtLevel=1';
  const jars = missing === null ? await databaseJars() : {'neo4j-ha': '/x', titan: '/x'};
  const ini = await readFile(`${PACKAGE_ROOT}circus/circus.ini`, 'utf8');
  cluster = await startRealCluster({launcher: LAUNCHER, ini, jars});
  wire = watchCluster(cluster.nodes);
  for (const {id} of cluster.nodes) await wire.fact('statuses-read', fact => fact.node === id, 0);
}, FETCHED_WITHIN);

afterAll(async () => {
  const pids = await nodeProcesses();
  await screen?.close();
  await wire?.close();
  await cluster?.stop();
  await eventually(async () => expect(await alive(pids)).toEqual([]));
});

/** The nodes are this process's children. */
async function nodeProcesses(): Promise<readonly number[]> {
  return (await processTree(process.pid)).filter(pid => pid !== process.pid);
}

async function call<Name extends CallName>(node: NodeId, name: Name, args: Calls[Name]['args']) {
  const result = await wire.call(node, name, args, {timeout: 60_000});
  if (result.kind !== 'reply') throw new Error(`${name} of ${JSON.stringify(args)} on ${node}: ${result.reason}`);
  return result.reply as Calls[Name]['reply'];
}

/** Waits until the deadline of the whole test, then throws the last error. */
const until = (check: () => Promise<void>) => eventually(check, Math.max(0, Math.round(deadline - performance.now())));

/** Runs commands as a script would; throws unless each is ok on every target, without a warning. */
async function exec(...args: readonly string[]): Promise<void> {
  const {code, out, err} = await runCircusman(['exec', ...args]);
  if (code !== 0 || err !== '') throw new Error(`exit code ${code}: ${err}${out}`);
}

/** What the screen shows of its last job once all `count` targets are ok. */
const allOk = (command: string, count: number) => new RegExp(`#\\d+ ${command}\\b.* ${count}/${count} ok`);

async function untilReady(nodes: readonly NodeId[]): Promise<void> {
  const isReady = async (node: NodeId) => {
    const health = await call(node, 'health', {});
    return WATCHERS.map(
      watcher => `${watcher} ${health.get(watcher)?.isReady ? 'ready' : health.get(watcher)?.answer}`,
    );
  };
  await until(async () => {
    const seen = await Promise.all(nodes.map(async node => [node, ...(await isReady(node))]));
    expect(seen).toEqual(nodes.map(node => [node, 'neo4j ready', 'titan ready']));
  });
}

async function untilReadable(nodes: readonly NodeId[], names: readonly string[]): Promise<void> {
  const seen = async (node: NodeId) => ({neo4j: await readFromNeo4j(node), titan: await readFromTitan(node)});
  await Promise.all(
    nodes.map(node => until(async () => expect(await seen(node)).toEqual({neo4j: names, titan: names}))),
  );
}

const memory = async () => residentMemory(await nodeProcesses());

test('three of four nodes are in the cluster, and each has both services', async () => {
  const ids = cluster.nodes.map(({id}) => id);
  expect(cluster.members.map(({id}) => id)).toEqual(ids.slice(0, 3));
  expect(ids.map(id => id.split('.').at(-1))).toEqual(['1', '2', '3', '4']);
  for (const id of ids) {
    const {services} = await call(id, 'nodeInfo', {});
    const errors = services.map(({watcher, service, error}) => [watcher, service, error]);
    expect(errors).toEqual([
      ['neo4j', 'neo4j-ha', null],
      ['titan', 'titan', null],
    ]);
  }
});

const WHY = missing === null ? '' : ` (${missing})`;

testReal(
  `a cluster of three that becomes four keeps its data, survives kill -9, and is empty after a reset${WHY}`,
  async () => {
    deadline = performance.now() + DEADLINE;
    const all = cluster.nodes.map(({id}) => id);
    const [one = '', two = '', , four = ''] = all;
    const three = all.slice(0, 3);

    await exec('-c', one, 'stop', ';', 'cluster', one, '3', ';', 'configure', ';', 'start');
    await untilReady(three);
    expect(await memory()).toBeLessThan(1.5 * GIB);
    for (const name of NAMES) {
      await writeToNeo4j(two, name);
      await writeToTitan(two, name);
    }
    await untilReadable(three, NAMES);

    screen = openScreen([one, '3'], {patience: SEEN_WITHIN});
    await screen.until(/3 nodes {2}3 online/);
    screen.press(':stop<enter>');
    await screen.until(/\[Cancel\]/);
    screen.press('y');
    await screen.until(allOk('stop', 6));
    screen.press(`:cluster ${one} 4<enter>`);
    await screen.until(/4 nodes {2}4 online/);
    await screen.until(/not configured/);
    screen.press(':configure<enter>');
    await screen.until(allOk('configure', 8));
    screen.press(':start<enter>');
    await screen.until(allOk('start', 8));
    await untilReadable(all, NAMES);
    expect(await memory()).toBeLessThan(2 * GIB);
    expect(await Promise.all(all.map(roleInNeo4j))).toEqual(expect.arrayContaining(['master', 'slave']));
    expect(await roleInNeo4j(four)).toBe('slave');

    for (const watcher of WATCHERS) {
      const [pid = 0] = await call(one, 'processes', {watcher});
      process.kill(pid, 'SIGKILL');
      await until(async () => expect((await call(one, 'health', {})).get(watcher)?.restarts).toBeGreaterThan(0));
    }
    await untilReady(all);
    await untilReadable([one, four], NAMES);

    screen.press('ax');
    await screen.until(/\[Cancel\]/);
    screen.press('y');
    await screen.until(allOk('stop', 8));
    screen.press('R');
    await screen.until(/type 8, then enter/);
    screen.press('8<enter>');
    await screen.until(allOk('reset', 8));
    screen.press('c');
    await screen.until(/#\d+ configure .* --dry-run {2}8\/8 ok/);
    // A reset leaves the configuration: there is nothing to change.
    await screen.until(/nothing to change/);
    screen.press('<enter>');
    await screen.until(/found nothing to do/);
    screen.press('<esc>');
    await screen.until(/s start {2}x stop/);
    screen.press('s');
    await screen.until(allOk('start', 8));
    await untilReadable(all, []);
  },
  DEADLINE + LAST_WORDS,
);
