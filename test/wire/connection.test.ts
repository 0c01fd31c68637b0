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

/** A circusd of which only the socket is there, and what a connection to it tells. */
async function connected(address: string, onMessage: (text: string) => void, onDown: (problem: string) => void) {
  const router = new Router({linger: 1_000});
  await router.bind(address);
  let isUp = false;
  const connection = openConnection(
    {url: address, place: 'port 5555', socketOptions: {}},
    {interval: 1_000, timeout: 1_000},
    {
      onUp: () => {
        isUp = true;
      },
      onDown,
      onMessage: frames => onMessage(String(frames.at(-1))),
    },
  );
  await eventually(() => expect(isUp).toBe(true));
  await connection.send('?');
  const [identity = Buffer.alloc(0)] = await router.receive();
  return {router, connection, answer: (text: string) => router.send([identity, text])};
}

test('answers that came before the connection ended are told before its end', async () => {
  const heard: string[] = [];
  const hear = (what: string) => heard.push(what);
  const {router, connection, answer} = await connected(`tcp://${testHost('70.99')}:5555`, hear, hear);
  const answers = Array.from({length: 500}, (_, index) => String(index));
  for (const text of answers) await answer(text);
  router.close();
  holdUp(200);
  await nextTurn();
  await eventually(() => expect(heard.at(-1)).toBe('connection lost'));
  expect(heard).toEqual([...answers, 'connection lost']);
  connection.close();
});

test('answers that come together leave keys and the screen their turns in between', async () => {
  const count = 100;
  let heard = 0;
  let turns = 0;
  const take = () => {
    heard++;
    holdUp(1);
  };
  const {router, connection, answer} = await connected(`tcp://${testHost('70.98')}:5555`, take, () => {});
  try {
    for (let index = 0; index < count; index++) await answer(String(index));
    holdUp(200);
    for (; heard < count; turns++) await nextTurn();
    // In 4 ms some are taken at once.
    expect(turns).toBeGreaterThan(count / 2);
  } finally {
    connection.close();
    router.close();
  }
});
