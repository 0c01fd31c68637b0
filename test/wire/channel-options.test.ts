import {afterAll, expect, test} from '@jest/globals';
import {capability, curveKeyPair, Publisher, Router} from 'zeromq';
import {openConnection} from '../../src/wire/connection.js';
import {openEventFeed} from '../../src/wire/event-feed.js';
import {openStatisticsFeed} from '../../src/wire/statistics-feed.js';
import type {Endpoint} from '../../src/wire/way.js';
import {eventually} from '../support/eventually.js';
import {testHost} from '../support/test-network.js';

/** What a way asks of a socket is done by connection and feeds, whatever it is: here the keys of CURVE, on sockets of our own. */

const HOST = testHost('70.81');
const HEARTBEATS = {interval: 1_000, timeout: 1_000};
const server = curveKeyPair();
const client = curveKeyPair();
const SERVER_OPTIONS = {linger: 0, curveServer: true, curveSecretKey: server.secretKey};
const undo: (() => void)[] = [];

afterAll(() => {
  for (const step of undo.splice(0).reverse()) step();
});

function endpointAt(port: number, hasKeys: boolean): Endpoint {
  const keys = {
    curveServerKey: server.publicKey,
    curvePublicKey: client.publicKey,
    curveSecretKey: client.secretKey,
  };
  return {url: `tcp://${HOST}:${port}`, place: `port ${port}`, socketOptions: hasKeys ? keys : {}};
}

test('ZeroMQ has CURVE here', () => expect(capability.curve).toBe(true));

test('a connection for commands takes them', async () => {
  const router = new Router(SERVER_OPTIONS);
  undo.push(() => router.close());
  await router.bind(`tcp://${HOST}:5555`);
  const ended = (hasKeys: boolean) =>
    new Promise<string>(resolve => {
      const connection = openConnection(endpointAt(5555, hasKeys), HEARTBEATS, {
        onUp: () => resolve('up'),
        onDown: resolve,
        onMessage: () => {},
      });
      undo.push(connection.close);
    });
  expect(await ended(true)).toBe('up');
  expect(await ended(false)).not.toBe('up');
});

test('the feeds take them', async () => {
  const publisher = new Publisher(SERVER_OPTIONS);
  undo.push(() => publisher.close());
  await publisher.bind(`tcp://${HOST}:5556`);
  const events: string[] = [];
  const feed = openEventFeed(
    endpointAt(5556, true),
    {spent: () => 0},
    {
      onEvent: frames => events.push(String(frames[0])),
      onSample: () => undefined,
      onGap: () => {},
      onFlood: () => {},
      onBroken: () => {},
    },
  );
  const statistics = openStatisticsFeed(endpointAt(5556, true), () => {});
  statistics.follow(['web']);
  undo.push(feed.close, statistics.close);
  expect(await feed.connected).toBe(true);
  await eventually(async () => {
    await publisher.send(['watcher.web.stop', '{}']);
    await publisher.send(['stat.web.5', JSON.stringify({name: 'web', pid: 5, cpu: 1, mem_info1: '1M', subtopic: '5'})]);
    expect(events).toContain('watcher.web.stop');
    expect(await statistics.drain()).toHaveLength(1);
  });
});
