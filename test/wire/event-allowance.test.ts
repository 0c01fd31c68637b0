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

test('what a large node may tell at once, and any node for ever, is taken in', () => {
  const {send, wait} = allowance();
  expect(send(3_000)).toBe(3_000);
  for (let second = 0; second < 1_000; second++) {
    wait(1_000);
    expect(send(390)).toBe(390);
  }
});

test('a flood is left out whole from where it is more, and each event of it is counted', () => {
  const {send, wait, look, take} = allowance();
  expect(send(4_000)).toBe(4_000);
  expect(take()).toBe('flood begins');
  expect(send(50_000)).toBe(0);
  wait(1_000);
  expect(look()).toEqual({count: 50_001, isMore: false, isOver: false});
  expect(send(50_000)).toBe(0);
  wait(1_000);
  expect(look()).toEqual({count: 100_001, isMore: false, isOver: false});
  expect(send(10)).toBe(0);
  wait(1_000);
  expect(look()).toEqual({count: 100_011, isMore: false, isOver: true});
  expect(send(10)).toBe(10);
});

test('the next flood is counted anew', () => {
  const {send, wait, look} = allowance();
  send(10_000);
  look();
  wait(1_000);
  expect(look()).toMatchObject({count: 6_000, isOver: true});
  wait(20_000);
  expect(send(5_000)).toBe(4_000);
  expect(look()).toMatchObject({count: 1_000, isOver: false});
});

test('where so many came without a pause that some may be lost, that is said', () => {
  const {send, look, empty} = allowance(5_000);
  send(4_500);
  expect(look()).toMatchObject({count: 500, isMore: false});
  empty();
  send(5_001);
  expect(look()).toMatchObject({count: 5_501, isMore: true});
});

test('floods get a third of the time together, however many there are', () => {
  let now = 100;
  const time = createReadingTime(() => now);
  expect(time.spent(5)).toBe(10);
  expect(time.spent(5)).toBe(20);
  now += 1_000;
  expect(time.spent(5)).toBe(10);
});
