import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {circusctl} from '../support/circusctl.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {startNodes} from '../support/local-nodes.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** What a start comes to that circus cannot, or need not, fulfil; of a stock circusd and of one with our package alike. */

const once = (name: string, script: string, options = {}) =>
  watcherSection(name, {cmd: `bash -c '${script}'`, respawn: false, autostart: false, ...options});

const WATCHERS =
  watcherSection('none', {cmd: 'sleep 3600', numprocesses: 0, autostart: false}) +
  watcherSection('demand', {cmd: 'sleep 3600', on_demand: true, use_sockets: true, autostart: false}) +
  once('work', 'exit 0') +
  once('long-work', 'sleep 5') +
  once('bad', 'exit 3') +
  // Each process takes a folder of its own number, so that one ends and one stays.
  once('part', '[ $(circus.wid) = 1 ] || exec sleep 3600', {numprocesses: 2}) +
  once('part-bad', '[ $(circus.wid) = 1 ] && exit 4; exec sleep 3600', {numprocesses: 2}) +
  once('pair', 'exec sleep 3600', {numprocesses: 2});

interface Node {
  readonly id: string;
  readonly address: Parameters<typeof circusctl>[0];
  readonly stop: () => Promise<void>;
}

const NODES: readonly [string, boolean, () => Promise<Node>][] = [
  ['a stock circusd', false, async () => ofStock(await startCircusd(testHost('91.1'), WATCHERS))],
  [
    'circusman-node',
    true,
    async () => {
      const {nodes, stop} = await startNodes(1, WATCHERS);
      const [node] = nodes;
      if (node === undefined) throw new Error('there is no node');
      return {id: node.spec.id, address: node.address, stop};
    },
  ],
];

function ofStock({address: host, stop}: Circusd): Node {
  const address = {host, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557};
  return {id: host, address, stop};
}

describe.each(NODES)('%s', (_name, hasPackage, startNode) => {
  let node: Node;
  beforeAll(async () => {
    node = await startNode();
  });
  afterAll(() => node?.stop());

  async function exec(...words: readonly string[]) {
    const {code, out} = await runCircusman(['exec', '-c', node.id, '--json', ...words]);
    const [target] = JSON.parse(out).targets;
    return {code, ...target};
  }

  /** What a start comes to that is answered when its processes have ended; one that still sees them live is ok, and done again. */
  async function startEnded(watcher: string) {
    for (;;) {
      const target = await exec('start', watcher);
      if (target.outcome !== 'ok' || target.reason !== undefined) return target;
      expect(target).toMatchObject({code: 0, state: 'running'});
      await exec('stop', watcher);
    }
  }

  async function statusOf(name: string) {
    const {out} = await runCircusman(['status', node.id, '--json', '--quick']);
    return JSON.parse(out).nodes[0].watchers.find(({watcher}: {watcher: string}) => watcher === name);
  }

  const pidsOf = async (watcher: string) => (await circusctl(node.address, 'list', watcher)).split(',').map(Number);

  test('a watcher that wants no process is unchanged', async () => {
    const reason = 'nothing is wanted (numprocesses is 0)';
    expect(await exec('start', 'none')).toMatchObject({
      code: 0,
      outcome: 'ok',
      changed: false,
      reason,
      state: 'stopped',
    });
  });

  test('one that a client starts waits for it', async () => {
    const reason = 'waits for a client of its sockets';
    expect(await exec('start', 'demand')).toMatchObject({outcome: 'ok', changed: false, reason, state: 'stopped'});
  });

  test('one whose work is done at once is ok', async () => {
    const done = {code: 0, outcome: 'ok', changed: true, reason: 'done, exit 0', state: 'stopped'};
    expect(await startEnded('work')).toMatchObject(done);
    expect(await startEnded('work')).toMatchObject(done);
  });

  test('one whose work takes longer runs, and may be restarted', async () => {
    expect(await exec('start', 'long-work')).toMatchObject({outcome: 'ok', changed: true, state: 'running'});
    expect(await exec('restart', 'long-work')).toMatchObject({outcome: 'ok', changed: true, state: 'running'});
    await eventually(async () => expect(await circusctl(node.address, 'status', 'long-work')).toBe('stopped'));
  });

  test('one that fails says how', async () => {
    const failed = {
      code: 1,
      outcome: 'failed',
      reason: expect.stringMatching(/^process \d+ exited 3$/),
      state: 'stopped',
    };
    expect(await startEnded('bad')).toMatchObject(failed);
  });

  test('one that is partly done says so, and its state is that of the rest', async () => {
    const reason = '1 of 2 done, exit 0';
    expect(await startEnded('part')).toMatchObject({outcome: 'ok', changed: true, reason, state: 'running'});
    expect(await statusOf('part')).toMatchObject({state: 'running', processes: 1, wanted: 2});
    const {out} = await runCircusman(['status', node.id, '--quick']);
    expect(out).toMatch(/running 1 of 2/);
  });

  test('one that failed in part is not ok', async () => {
    const reason = expect.stringMatching(/^process \d+ exited 4; \d+ runs$/);
    expect(await startEnded('part-bad')).toMatchObject({outcome: 'failed', reason, state: 'running'});
  });

  test('one that has ended in part never freezes its node', async () => {
    await exec('start', 'pair');
    const [first = 0] = await pidsOf('pair');
    process.kill(first, 'SIGKILL');
    await eventually(async () => expect(await circusctl(node.address, 'numprocesses', 'pair')).toBe('1'));
    const again = await exec('start', 'pair');
    if (hasPackage) expect(again).toMatchObject({outcome: 'ok', changed: true, state: 'running'});
    else {
      const reason = expect.stringMatching(/^1 of its 2 processes runs and respawn is off: .*; restart pair instead$/);
      expect(again).toMatchObject({code: 1, outcome: 'failed', sent: false, changed: false, reason});
      expect(await exec('restart', 'pair')).toMatchObject({outcome: 'ok', changed: true});
    }
    await eventually(async () => expect(await pidsOf('pair')).toHaveLength(2));
    expect(await exec('stop', 'pair')).toMatchObject({outcome: 'ok', state: 'stopped'});
  });
});
