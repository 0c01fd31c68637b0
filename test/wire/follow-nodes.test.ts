import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {startLocalNode} from '../../src/demo/local-node.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import type {StreamWord} from '../../src/model/stream.js';
import {ITEMS_KEPT, streamOf} from '../../src/store/reduce-streams.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {COUNTING_LAUNCHER, counting} from '../support/counting-stream.js';
import {eventually} from '../support/eventually.js';
import {SLEEPER, startNodes} from '../support/local-nodes.js';
import {watchCluster} from '../support/watched-cluster.js';

let nodes: LocalNodes;
let stock: LocalNodes;

beforeAll(async () => {
  nodes = await startLocalNodes({launcher: COUNTING_LAUNCHER, count: 2, watchers: () => SLEEPER});
  stock = await startNodes(1);
}, 60_000);

afterAll(async () => {
  await Promise.all([nodes?.stop(), stock?.stop()]);
});

/** The cluster of all these nodes, and what is known of it. */
function open() {
  const specs = [...nodes.nodes, ...stock.nodes].map(node => node.spec);
  const store = createStore(EMPTY_STATE);
  const cluster = watchCluster(specs, {onFacts: store.dispatch});
  const [first = '', second = '', third = ''] = specs.map(({id}) => id);
  return {cluster, store, first, second, third};
}

describe('a real node is followed', () => {
  test('in order, nothing missing and nothing twice', async () => {
    const {cluster, first} = open();
    const abort = new AbortController();
    const numbers: number[] = [];
    for await (const word of cluster.follow(first, counting(2_000), abort.signal)) {
      expect(word.type).toMatch(/items|interrupted|resumed/);
      if (word.type === 'items') numbers.push(...word.items);
      if (numbers.length > 2_500) abort.abort();
    }
    expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
    await cluster.close();
  }, 30_000);

  test('a stock circusd says in one sentence that it has no such stream', async () => {
    const {cluster, third} = open();
    const words: StreamWord<number>[] = [];
    for await (const word of cluster.follow(third, counting(1), new AbortController().signal)) words.push(word);
    expect(words.filter(({type}) => type !== 'interrupted' && type !== 'resumed')).toEqual([
      {
        type: 'ended',
        reason: 'this node has no poll-count: it needs the package circus/ (circusman-node), or a newer one',
      },
    ]);
    await cluster.close();
  }, 30_000);

  test('into a part of the store, which is bounded, and forgotten when nobody looks any more', async () => {
    const {cluster, store, first, second} = open();
    const abort = new AbortController();
    const stream = counting(20_000);
    const kept = [first, second].map(node => cluster.keep(node, stream, abort.signal));
    await eventually(() => {
      const rows = [first, second].map(node => streamOf(store.state(), node, stream.name));
      expect(rows.map(row => row?.items.length)).toEqual([ITEMS_KEPT, ITEMS_KEPT]);
    }, 20_000);
    abort.abort();
    await Promise.all(kept);
    expect(store.state().streams.size).toBe(0);
    await cluster.close();
  }, 30_000);

  test('goes away and comes back as another circusd: both are said, and that nobody knows what is missing', async () => {
    const {cluster, store, second} = open();
    const abort = new AbortController();
    const stream = counting(100);
    const kept = cluster.keep(second, stream, abort.signal);
    const row = () => streamOf(store.state(), second, stream.name);
    await eventually(() => expect(row()?.items.length).toBeGreaterThan(10));
    const node = nodes.nodes[1];
    if (node === undefined) throw new Error('no second node');
    process.kill(node.pid, 'SIGKILL');
    await eventually(() => expect(row()?.problem).toMatch(/offline|connection lost|no answer/));
    await node.stop();
    const again = await startLocalNode({launcher: COUNTING_LAUNCHER, address: node.address, watchers: SLEEPER});
    await eventually(() => expect(row()).toMatchObject({problem: null, isMoreLost: true}), 20_000);
    abort.abort();
    await kept;
    await cluster.close();
    await again.stop();
  }, 60_000);
});
