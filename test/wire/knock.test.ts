import {createServer} from 'node:net';
import {expect, test} from '@jest/globals';
import {knock} from '../../src/wire/knock.js';

const HOST = '127.0.70.61';

test('where somebody listens, nothing is wrong, and the connection is closed at once', async () => {
  const {promise: closed, resolve} = Promise.withResolvers<void>();
  const server = createServer(socket => {
    socket.on('error', () => {});
    socket.on('close', resolve);
    socket.resume();
  });
  await new Promise<void>(listening => server.listen(5555, HOST, listening));
  expect(await knock(HOST, 5555)).toBeNull();
  await closed;
  server.close();
});

test('where nobody does, the connection is refused', async () => {
  expect(await knock(HOST, 5556)).toBe('connection refused');
});
