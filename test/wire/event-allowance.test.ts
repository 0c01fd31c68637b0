import {expect, test} from '@jest/globals';
import {createEventAllowance} from '../../src/wire/event-allowance.js';
import {createReadingTime} from '../../src/wire/reading-time.js';

function allowance(queued = 1_000_000) {
  let now = 0;
  const own = createEventAllowance(queued, () => now);
  const send = (count: number) => {
    const words = Array.from({length: count}, () => own.take());
    return words.filter(word => word === 'taken').length;
  };
  const wait = (ms: number) => {
    now += ms;
  };
  return {...own, send, wait};
}

test('what a large node may send at once, and any node for ever, is taken in', () => {
  const {send, wait} = allowance();
  expect(send(3_000)).toBe(3_000);
  for (let second = 0; second < 1_000; second++) {
    wait(1_000);
    expect(send(390)).toBe(390);
  }
});

test('a flood is left out whole from where it is more, and each event of it is counted', () => {
  const {send, wait, measure, take} = allowance();
  expect(send(4_000)).toBe(4_000);
  expect(take()).toBe('flood begins');
  expect(send(50_000)).toBe(0);
  wait(1_000);
  expect(measure()).toEqual({count: 50_001, isMore: false, isOver: false});
  expect(send(50_000)).toBe(0);
  wait(1_000);
  expect(measure()).toEqual({count: 100_001, isMore: false, isOver: false});
  expect(send(10)).toBe(0);
  wait(1_000);
  expect(measure()).toEqual({count: 100_011, isMore: false, isOver: true});
  expect(send(10)).toBe(10);
});

test('the next flood is counted from zero', () => {
  const {send, wait, measure} = allowance();
  send(10_000);
  measure();
  wait(1_000);
  expect(measure()).toMatchObject({count: 6_000, isOver: true});
  wait(20_000);
  expect(send(5_000)).toBe(4_000);
  expect(measure()).toMatchObject({count: 1_000, isOver: false});
});

test('where so many came without a pause that some may be lost, that is said', () => {
  const {send, measure, empty} = allowance(5_000);
  send(4_500);
  expect(measure()).toMatchObject({count: 500, isMore: false});
  empty();
  send(5_001);
  expect(measure()).toMatchObject({count: 5_501, isMore: true});
});

test('while nodes flood the program takes no more than a share of a core, however many they are', () => {
  let now = 100;
  let used = 1_000;
  const time = createReadingTime(
    () => now,
    () => used,
  );
  /** A slice of a flood takes 5 ms and 4.5 ms of CPU; whatever else is done meanwhile counts, too. */
  const slice = (others = 0) => {
    now += 5;
    used += 4.5 + others;
    return time.spent(5);
  };
  now += 10_000;
  used += 100;
  expect(slice()).toBe(0);
  expect(slice()).toBeCloseTo(5);
  // Another node's slice waits for that one's rest, too.
  expect(slice()).toBeCloseTo(10);
  now += 10;
  expect(slice(9)).toBeCloseTo(25);
});

test('where the CPU used is not known, the time of the floods themselves counts', () => {
  let now = 0;
  const time = createReadingTime(() => now);
  now += 9;
  expect(time.spent(9)).toBeCloseTo(11);
});
