import {createServer} from 'node:net';
import {expect, test} from '@jest/globals';
import {knock} from '../../src/wire/knock.js';
import {testHost} from '../support/test-network.js';

const HOST = testHost('70.61');
const REASONS = {ECONNREFUSED: 'connection refused'};
const NEVER = new AbortController().signal;

test('where somebody listens, nothing is wrong, and the connection is closed at once', async () => {
  const {promise: closed, resolve} = Promise.withResolvers<void>();
  const server = createServer(socket => {
    socket.on('error', () => {});
    socket.on('close', resolve);
    socket.resume();
  });
  await new Promise<void>(listening => server.listen(5555, HOST, listening));
  expect(await knock({host: HOST, port: 5555}, REASONS, NEVER)).toBeNull();
  await closed;
  server.close();
});

test('where nobody does, the connection is refused', async () => {
  expect(await knock({host: HOST, port: 5556}, REASONS, NEVER)).toBe('connection refused');
});

test('what is given up ends at once, and its connection with it', async () => {
  const server = createServer(socket => {
    socket.on('error', () => {});
    socket.resume();
  });
  await new Promise<void>(listening => server.listen(5557, HOST, listening));
  const giving = new AbortController();
  const knocking = knock({host: HOST, port: 5557}, REASONS, giving.signal);
  giving.abort();
  expect(await knocking).toBe('not connected any more');
  // It closes only once no connection is left.
  await new Promise(resolve => server.close(resolve));
});
