import {beforeEach, expect, test} from '@jest/globals';
import {createGate, type Gate} from '../../src/wire/gate.js';

let gate: Gate;

beforeEach(() => {
  gate = createGate();
});

test('it is closed until the first answer, and who waits passes then', async () => {
  const passing = gate.pass(60_000, undefined);
  gate.open();
  expect(await passing).toBeNull();
  expect(await gate.pass(0, undefined)).toBeNull();
});

test('who waits is turned away when the node is given up, and so is everybody after', async () => {
  const passing = gate.pass(60_000, undefined);
  gate.giveUp('offline: connection lost');
  expect(await passing).toBe('offline: connection lost');
  gate.close();
  expect(await gate.pass(60_000, undefined)).toBe('offline: connection lost');
});

test('who waits is turned away when its time is over', async () => {
  expect(await gate.pass(1, undefined)).toBe('the node did not answer within 1 ms');
});

test('who waits is turned away when it is broken off, also before it began to wait', async () => {
  const abort = new AbortController();
  const passing = gate.pass(60_000, abort.signal);
  abort.abort();
  expect(await passing).toBe('broken off before it was sent');
  gate.open();
  expect(await gate.pass(60_000, abort.signal)).toBe('broken off before it was sent');
});
