import {readFileSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {Subscriber} from 'zeromq';
import {circusctl} from '../support/circusctl.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** A rolling restart, as the nodes' own events tell it: who was down when. */

const HOSTS = [1, 2, 3, 4, 5].map(number => testHost(`77.${number}`));
const SET = HOSTS.join(',');
const nodes: Circusd[] = [];

interface Seen {
  readonly node: number;
  /** 'reap': one of its processes is gone · 'spawn': it has a new one. */
  readonly action: string;
  /** Seconds; all nodes have this machine's clock. */
  readonly time: number;
}

const seen: Seen[] = [];
const sockets: Subscriber[] = [];

/** Notes what the node publishes of `web`. */
async function listen(host: string, node: number): Promise<void> {
  const socket = new Subscriber({linger: 0});
  sockets.push(socket);
  socket.connect(`tcp://${host}:5556`);
  socket.subscribe('watcher.web.');
  for await (const [topic, body] of socket) {
    const action = String(topic).split('.')[2] ?? '';
    const {time}: {time?: number} = JSON.parse(String(body));
    if (action === 'reap' || action === 'spawn') seen.push({node, action, time: Number(time)});
  }
}

beforeAll(async () => {
  for (const host of HOSTS) {
    nodes.push(
      await startCircusd(
        host,
        '[watcher:web]\ncmd = sleep 3600\n[watcher:idle]\ncmd = sleep 3600\nautostart = False\n',
      ),
    );
  }
  for (const [node, host] of HOSTS.entries()) void listen(host, node);
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await Promise.all(nodes.map(node => node.stop()));
});

/** The nodes that were down, in the order in which they went down; throws where more were down at once than a batch has. */
function downInTurn(size: number): readonly number[] {
  const order: number[] = [];
  const down = new Set<number>();
  for (const {node, action} of seen.toSorted((a, b) => a.time - b.time)) {
    if (action === 'spawn') down.delete(node);
    else {
      down.add(node);
      order.push(node);
    }
    if (down.size > size) throw new Error(`${[...down].join(', ')} were down at once`);
  }
  return order;
}

interface Line {
  readonly targets: readonly {readonly node: string; readonly outcome: string; readonly reason?: string}[];
  readonly summary: Readonly<Record<string, number>>;
}

async function exec(...words: readonly string[]): Promise<Line> {
  const {out} = await runCircusman(['exec', '-c', SET, '--json', ...words]);
  return JSON.parse(out);
}

test('never has more than one batch down, and takes the nodes in their order', async () => {
  const {summary} = await exec('restart', 'web', '--batch', '2', '--settle', '300ms');
  expect(summary).toEqual({ok: 5});
  const order = downInTurn(2);
  expect(order).toHaveLength(5);
  expect([order.slice(0, 2).toSorted(), order.slice(2, 4).toSorted(), order.slice(4)]).toEqual([[0, 1], [2, 3], [4]]);
});

test('goes no further than the batch in which one does not stay up: the rest is skipped, and was never touched', async () => {
  // The third node's program ends soon after its next start.
  const ini = nodes[2]?.ini ?? '';
  writeFileSync(ini, readFileSync(ini, 'utf8').replace('cmd = sleep 3600', 'cmd = sleep 0.4'));
  await nodes[2]?.restart();
  seen.length = 0;
  const {summary, targets} = await exec('restart', 'web', '--batch', '1', '--settle', '1s');
  expect(targets.map(({outcome}) => outcome)).toEqual(['ok', 'ok', 'failed', 'skipped', 'skipped']);
  expect(targets[2]?.reason).toMatch(/ended within 1 s|crash/);
  expect(targets[3]?.reason).toBe('not begun: 1 of 5 was not ok');
  expect(summary).toEqual({ok: 2, failed: 1, skipped: 2});
  expect(seen.filter(({node}) => node > 2)).toEqual([]);
});

test('starts what is stopped only where it is told to', async () => {
  const left = await exec('restart', 'idle');
  expect(left.targets.every(({outcome, reason}) => outcome === 'ok' && reason === 'was stopped')).toBe(true);
  const {summary} = await exec('restart', 'idle', '--start-stopped');
  expect(summary).toEqual({ok: 5});
  expect(await circusctl({host: HOSTS[0] ?? '', commandPort: 5555}, 'status', 'idle')).toBe('active');
});
