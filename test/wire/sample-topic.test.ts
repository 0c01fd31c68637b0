import {expect, test} from '@jest/globals';
import {createSampleDecoder, SAMPLE_TOPIC} from '../../src/wire/sample-topic.js';

/** No number is there twice, so that none can be taken for another. */
const SENT = {
  life: 'a',
  number: 1,
  time: 2.5,
  uptime: 3.5,
  left: 73,
  own: [4.25, 5, 6, 7],
  machine: {
    cores: 8,
    cpu: [9, 10, 11, 12, 13],
    memory: [14, 15],
    swap: [16, 17],
    load: [18, 19, 20],
    disks: [
      ['vda', 21, 22, 23],
      ['vdb', 24, 25, 26],
    ],
    networks: [
      ['eth0', 27, 28],
      ['eth1', 29, 30],
    ],
  },
  homes: {db: [31, 32], web: [33, 34]},
  watchers: {
    db: {
      total: [35, 36, null, 37],
      since: 74,
      newest: 75,
      count: 38,
      resident: 39,
      threads: 40,
      processes: [
        [41, 42, 43, 44, 45, 46, 47, 48, null],
        [49, 50, 51, 52, 53, 54, 55, null, 56],
      ],
    },
    none: {total: [0, 0, 0, 0], since: 76, newest: null, count: 0, resident: 0, threads: 0, processes: []},
    web: {
      total: [57, 58, 59, 60],
      count: 61,
      resident: 62,
      threads: 63,
      processes: [[64, 65, 66, 67, 68, 69, 70, 71, 72]],
    },
  },
};

const frames = (body: object) => [Buffer.from(SAMPLE_TOPIC), Buffer.from(JSON.stringify(body))];

test('each number of a sample is read as what it was sent as', () => {
  const decode = createSampleDecoder();
  for (const number of [1, 2]) {
    const sample = decode(frames({...SENT, number}));
    expect([sample.life, sample.number, sample.time, sample.uptime]).toEqual(['a', number, 2.5, 3.5]);
    expect(sample.left).toBe(73);
    expect(sample.own).toEqual({user: 4.25, system: 5, resident: 6, threads: 7});
    const {cores, cpu, memory, swap, load, disks, networks} = sample.machine;
    expect(cores).toBe(8);
    expect(cpu).toMatchObject({user: 9, system: 10, wait: 11, steal: 12, idle: 13});
    expect([memory, swap]).toEqual([
      {total: 14, available: 15},
      {total: 16, free: 17},
    ]);
    expect(load).toEqual([18, 19, 20]);
    expect(Object.fromEntries(disks)).toMatchObject({
      vda: {read: 21, written: 22, busy: 23},
      vdb: {read: 24, written: 25, busy: 26},
    });
    expect(Object.fromEntries(networks)).toMatchObject({
      eth0: {received: 27, sent: 28},
      eth1: {received: 29, sent: 30},
    });
    expect([disks.size, networks.size]).toEqual([2, 2]);
    expect([...sample.homes]).toEqual([
      ['db', {total: 31, free: 32}],
      ['web', {total: 33, free: 34}],
    ]);
    expect([...sample.watchers.keys()]).toEqual(['db', 'none', 'web']);
    const [db, none, web] = [...sample.watchers.values()];
    expect(db).toMatchObject({count: 38, resident: 39, threads: 40, since: 74, newest: 75});
    expect(db?.total).toMatchObject({user: 35, system: 36, read: null, written: 37});
    expect(db?.processes).toEqual([
      {pid: 41, parent: 42, started: 43, user: 44, system: 45, resident: 46, threads: 47, read: 48, written: null},
      {pid: 49, parent: 50, started: 51, user: 52, system: 53, resident: 54, threads: 55, read: null, written: 56},
    ]);
    expect(none).toMatchObject({since: 76, newest: null, processes: []});
    // As an older package sends it.
    expect(web).toMatchObject({count: 61, resident: 62, threads: 63, since: null, newest: null});
    expect(web?.total).toMatchObject({user: 57, system: 58, read: 59, written: 60});
    expect(web?.processes).toEqual([
      {pid: 64, parent: 65, started: 66, user: 67, system: 68, resident: 69, threads: 70, read: 71, written: 72},
    ]);
  }
});

test('another disk, another watcher and one that is gone are told by the next sample', () => {
  const decode = createSampleDecoder();
  const before = decode(frames(SENT));
  const {db} = SENT.watchers;
  const after = decode(frames({...SENT, homes: {}, watchers: {db, late: SENT.watchers.web}}));
  expect([...before.watchers.keys()]).toEqual(['db', 'none', 'web']);
  expect([...after.watchers.keys()]).toEqual(['db', 'late']);
  expect(after.homes.size).toBe(0);
  expect(decode(frames({...SENT, left: undefined})).left).toBe(0);
  expect(after.watchers.get('late')?.total.user).toBe(57);
});

test('what is no sample is refused, and what is read behind it is not disturbed', () => {
  const decode = createSampleDecoder();
  const broken = [
    {...SENT, own: [1, 2, 3]},
    {...SENT, own: [1, 2, 'x', 4]},
    {...SENT, machine: {...SENT.machine, load: [-1, 0, 0]}},
    {...SENT, watchers: {db: {...SENT.watchers.db, processes: [[0, 0, 0, 0, 0, 0, 0, 0, 0]]}}},
    {...SENT, watchers: {db: {...SENT.watchers.db, total: [1, 2, 3]}}},
    {...SENT, watchers: {db: {...SENT.watchers.db, threads: 1.5}}},
  ];
  for (const each of broken) {
    expect(() => decode(frames(each))).toThrow(/^(own|load|pid|total|threads) /);
    expect(decode(frames(SENT)).watchers.get('web')?.total.user).toBe(57);
  }
});
