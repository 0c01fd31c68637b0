import {expect, test} from '@jest/globals';
import {realMessages} from '../../bench/fleet-options.js';
import {createSampleMessages} from '../../bench/sample-messages.js';
import {decodeSample} from '../../src/wire/statistics-topic.js';

const TURNS = 50;

test('each process has a sample that the program can read, with different figures in the next turn', () => {
  const messages = createSampleMessages();
  const cpus = Array.from({length: TURNS}, (_, turn) => {
    const samples = messages.ofWatcher('web', [1002, 1003], turn).map(message => decodeSample(message));
    expect(samples).toEqual([
      {name: 'web', pid: 1002, cpu: expect.any(Number), memory: expect.any(Number)},
      {name: 'web', pid: 1003, cpu: expect.any(Number), memory: expect.any(Number)},
      null, // the aggregate
    ]);
    return samples[0]?.cpu;
  });
  const changes = cpus.filter((cpu, turn) => turn > 0 && cpu !== cpus[turn - 1]);
  expect(changes.length).toBeGreaterThan(TURNS * 0.9);
});

test('circus itself has samples of circusd, of circusd-stats and of both together', () => {
  const own = createSampleMessages().ofCircus(999, 1001, 0);
  expect(own.map(([topic]) => topic.toString())).toEqual(['stat.circus.999', 'stat.circus.1001', 'stat.circus']);
  expect(own.map(message => decodeSample(message)?.name)).toEqual([undefined, 'circusd-stats', undefined]);
});

test('a node sends as many messages per second as a real one', () => {
  const messages = createSampleMessages();
  const count = [
    ...messages.ofWatcher('a', [1, 2], 0),
    ...messages.ofWatcher('b', [3], 0),
    ...messages.ofCircus(4, 5, 0),
  ];
  expect(realMessages({a: 2, b: 1, stopped: 0})).toBe(count.length);
});
