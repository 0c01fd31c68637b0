import {setImmediate as nextTurn} from 'node:timers/promises';
import {expect, test} from '@jest/globals';
import {Router} from 'zeromq';
import {openConnection} from '../../src/wire/connection.js';
import {eventually} from '../support/eventually.js';
import {testHost} from '../support/test-network.js';

/** Holds this program up, as a full machine does, while ZeroMQ's own thread goes on. */
function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('answers that came before the connection ended are told before its end', async () => {
  const address = `tcp://${testHost('70.99')}:5555`;
  const router = new Router({linger: 1_000});
  await router.bind(address);
  const heard: string[] = [];
  const connection = openConnection(
    {url: address, place: 'port 5555', socketOptions: {}},
    {interval: 1_000, timeout: 1_000},
    {
      onUp: () => heard.push('up'),
      onDown: problem => heard.push(problem),
      onMessage: frames => heard.push(String(frames.at(-1))),
    },
  );
  await eventually(() => expect(heard).toEqual(['up']));
  await connection.send('?');
  const [identity = Buffer.alloc(0)] = await router.receive();
  const answers = Array.from({length: 500}, (_, index) => String(index));
  for (const answer of answers) await router.send([identity, answer]);
  router.close();
  holdUp(200);
  await nextTurn();
  await eventually(() => expect(heard.at(-1)).toBe('connection lost'));
  expect(heard).toEqual(['up', ...answers, 'connection lost']);
  connection.close();
});
