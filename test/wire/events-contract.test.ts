import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import type {StreamBatch} from '../../src/model/stream.js';
import {fakeEvents} from '../support/fake-events.js';
import {startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {startStandInNode} from '../support/stand-in-node.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const INI = `
[watcher:web]
cmd = sleep 3600
`;

/** Each starts a node with our package and a running watcher `web`; resolves to how to end it. */
const NODES: readonly [string, string, (address: string) => Promise<() => Promise<void>>][] = [
  ['circusman-node', testHost('87.62'), async address => (await startStandInNode(address, {watchers: INI})).stop],
  [
    'the fake node with our package',
    testHost('87.63'),
    async address => {
      const fake = await startFakeNode(address, {web: 1}, false, fakePackage({}, undefined, {events: fakeEvents()}));
      return async () => fake.close();
    },
  ],
];

const options = {timeout: 10_000};

describe.each(NODES)('%s', (_name, address, startNode) => {
  let cluster: WatchedCluster;
  let stopNode: () => Promise<void>;

  beforeAll(async () => {
    stopNode = await startNode(address);
    cluster = watchCluster([spec(address)]);
    await cluster.fact('processes-read', fact => fact.watcher === 'web', 0);
  });

  afterAll(async () => {
    await cluster.close();
    await stopNode();
  });

  async function poll(cursor: string | null): Promise<StreamBatch> {
    const result = await cluster.call(address, 'poll', {command: 'events', properties: {}, cursor}, options);
    if (result.kind !== 'reply') throw new Error(JSON.stringify(result));
    return result.reply;
  }

  test('numbers what happens, tells it once, and says that somebody asked for the end of a process', async () => {
    const {cursor} = await poll(null);
    const since = cluster.facts.length;
    await cluster.call(address, 'signal', {watcher: 'web', signal: 9, pid: null}, options);
    await cluster.fact('process-spawned', fact => fact.watcher === 'web', since);
    await cluster.call(address, 'stop', {watcher: 'web'}, options);
    const {items, cursor: next, lost, hasMore} = await poll(cursor);
    expect({lost, hasMore}).toEqual({lost: 0, hasMore: false});
    const number = Number(cursor.split(' ')[1]);
    const web = {number: expect.any(Number), time: expect.any(Number), watcher: 'web'};
    const pid = expect.any(Number);
    expect(items[0]).toMatchObject({number: number + 1});
    expect(items).toEqual([
      {...web, action: 'reap', pid, exit: {code: null, signal: 'SIGKILL'}, byItself: false},
      {...web, action: 'spawn', pid},
      {...web, action: 'kill', pid},
      {...web, action: 'reap', pid, exit: {code: null, signal: 'SIGTERM'}, byItself: false},
      {...web, action: 'stop'},
    ]);
    expect(next).toBe(`${cursor.split(' ')[0]} ${number + 5}`);
    expect(await poll(next)).toEqual({cursor: next, items: [], lost: 0, hasMore: false});
  });

  test('does not know what a cursor of another life has missed, and tells all that it kept', async () => {
    const all = await poll(null);
    expect(all.lost).toBe(0);
    expect(await poll('0123456789abcdefff 7')).toEqual({...all, lost: null});
  });
});
