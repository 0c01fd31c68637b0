import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, test} from '@jest/globals';
import {knock} from '../../src/wire/knock.js';
import {PYTHON} from '../support/local-nodes.js';
import {testHost} from '../support/test-network.js';

const HOST = testHost('70.61');
const REASONS = {ECONNREFUSED: 'connection refused'};
/** Resets each connection. */
const RESETTER = `import socket, struct, sys
server = socket.create_server((sys.argv[1], int(sys.argv[2])))
print('listening', flush=True)
for _ in iter(int, 1):
    taken, _ = server.accept()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    taken.close()
`;
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

test('who resets a connection as soon as it is there has taken it', async () => {
  // A process of its own, so that the reset comes before this one looks whether it is connected.
  const server = spawn(PYTHON, ['-c', RESETTER, HOST, '5558'], {stdio: ['ignore', 'pipe', 'inherit']});
  try {
    await once(server.stdout, 'data');
    for (let time = 0; time < 100; time++) {
      expect(await knock({host: HOST, port: 5558}, REASONS, NEVER)).toBeNull();
    }
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
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
