import {describe, expect, test} from '@jest/globals';
import {figuresOf, processFigures} from '../../src/model/rates.js';
import type {NodeSample} from '../../src/model/sample.js';
import {reduce} from '../../src/store/reduce.js';
import {clusterState} from '../support/cluster-state.js';
import {MACHINE, nodeSample, sampleCame, sampledProcess, watcherSample} from '../support/node-sample.js';
import {seededRandom} from '../terminal/random-frames.js';

const NODE = '10.0.0.1';

describe('between two samples', () => {
  const idle = nodeSample({time: 10, watchers: new Map([['db', watcherSample([sampledProcess({pid: 7})])]])});

  test('CPU is in percent of one core, bytes are those of a second', () => {
    const total = {user: 1, system: 0.5, read: 100, written: 4_096};
    const later = nodeSample({time: 12, watchers: new Map([['db', watcherSample([sampledProcess({pid: 7})], total)]])});
    expect(figuresOf(idle, later).watchers.get('db')).toEqual({
      cpu: 75,
      memory: 2 ** 20,
      threads: 1,
      count: 1,
      read: 50,
      written: 2_048,
      uptime: 1_012 - 990,
    });
  });

  test('of the first one, of another life and of an earlier one only what holds at one moment is known', () => {
    const first = {cpu: null, memory: 2 ** 20, read: null, written: null};
    for (const before of [null, nodeSample({...idle, time: 9, life: 'b'}), nodeSample({...idle, time: 11}), idle]) {
      expect(figuresOf(before, idle).watchers.get('db')).toMatchObject(first);
      expect(figuresOf(before, idle).machine).toMatchObject({cpu: null, read: null, busy: null, sent: null});
    }
  });

  test('what may not be read is not known, and nothing else is less known by that', () => {
    const of = (time: number, user: number) =>
      nodeSample({time, watchers: new Map([['db', watcherSample([], {user, read: null, written: null})]])});
    expect(figuresOf(of(1, 0), of(2, 0.25)).watchers.get('db')).toMatchObject({cpu: 25, read: null, written: null});
  });

  test('a watcher has run for as long as the newest process that circus itself started, whatever else of it lost its parent', () => {
    const daemon = {
      ...watcherSample([sampledProcess({pid: 7, started: 100}), sampledProcess({pid: 8, started: 1_001})]),
      newest: 100,
    };
    const uptime = (newest: number | null) =>
      figuresOf(null, nodeSample({time: 10, watchers: new Map([['db', {...daemon, newest}]])})).watchers.get('db')
        ?.uptime;
    expect(uptime(100)).toBe(910);
    expect(uptime(null)).toBeNull();
  });

  test('what a watcher that has come since has used is of the time since, but for one that came again under its name', () => {
    const before = nodeSample({time: 10});
    const of = (since: number | null, life = 'a') => {
      const watcher = watcherSample([], {user: 0.5, system: 0.5, read: 2_048, written: 4_096}, since);
      return figuresOf(before, nodeSample({time: 12, life, watchers: new Map([['db', watcher]])})).watchers.get('db');
    };
    expect(of(1_011)).toMatchObject({cpu: 50, read: 1_024, written: 2_048});
    for (const notKnown of [of(1_009), of(1_010), of(null), of(1_011, 'b')]) {
      expect(notKnown).toMatchObject({cpu: null, read: null, written: null});
    }
  });

  test('the machine: kinds of CPU are shares of all cores, disks and networks are added up, and one that began anew counts from 0', () => {
    const disk = (read: number, busy: number) => ({read, written: 2 * read, busy});
    const before = nodeSample({
      time: 10,
      machine: {
        ...MACHINE,
        disks: new Map([
          ['vda', disk(100, 1)],
          ['vdb', disk(5_000, 2)],
        ]),
        networks: new Map([['eth0', {received: 10, sent: 20}]]),
      },
    });
    const after = nodeSample({
      time: 12,
      machine: {
        ...MACHINE,
        cpu: {user: 1, system: 0.6, wait: 0.4, steal: 0.2, idle: 1.8},
        disks: new Map([
          ['vda', disk(300, 1.5)],
          ['vdb', disk(50, 0.25)],
          ['vdc', disk(9_999, 9)],
        ]),
        networks: new Map([['eth0', {received: 30, sent: 20}]]),
      },
    });
    expect(figuresOf(before, after).machine).toEqual({
      cpu: {user: 25, system: 15, wait: 10, steal: 5},
      read: (200 + 50) / 2,
      written: (400 + 100) / 2,
      busy: 25,
      received: 10,
      sent: 0,
    });
  });

  test('time that waits for a disk and falls, as the kernel lets it, is none', () => {
    const of = (time: number, wait: number, idle: number) =>
      nodeSample({time, machine: {...MACHINE, cpu: {user: 0, system: 0, wait, steal: 0, idle}}});
    expect(figuresOf(of(1, 5, 0), of(2, 4, 2)).machine.cpu).toEqual({user: 0, system: 0, wait: 0, steal: 0});
  });
});

describe('single processes', () => {
  const of = (time: number, ...processes: Parameters<typeof sampledProcess>[0][]) =>
    nodeSample({time, watchers: new Map([['db', watcherSample(processes.map(sampledProcess))]])});

  test('one that came within the second has used what it has, one that is only listed now is not known', () => {
    const before = of(10, {pid: 7, user: 1});
    const after = of(11, {pid: 7, user: 1.5}, {pid: 8, started: 1_010.5, user: 0.25}, {pid: 9, user: 100});
    const cpus = processFigures(before, after, 'db').map(({pid, cpu}) => [pid, cpu]);
    expect(cpus).toEqual([
      [7, 50],
      [8, 25],
      [9, null],
    ]);
  });

  test('a pid that is used again is another process', () => {
    const after = of(11, {pid: 7, started: 1_010.9, user: 0.05});
    const [figures] = processFigures(of(10, {pid: 7, user: 500}), after, 'db');
    expect(figures).toMatchObject({pid: 7, age: expect.closeTo(0.1, 5), cpu: expect.closeTo(5, 5)});
  });
});

/** What a node has counted, second by second, and which of its messages come, some of them twice or late. */
function course(random: () => number): {readonly sent: readonly NodeSample[]; readonly come: readonly NodeSample[]} {
  const total = {user: 0, system: 0, read: 0, written: 0};
  const sent: NodeSample[] = [];
  let time = 5;
  for (let second = 0; second < 60; second++) {
    time += 0.9 + random() / 5 + (random() < 0.05 ? 20 : 0);
    total.user += random();
    total.system += random() / 10;
    total.read += Math.floor(random() * 1e6);
    total.written += random() < 0.5 ? 0 : Math.floor(random() * 1e9);
    sent.push(nodeSample({time, number: second + 1, watchers: new Map([['db', watcherSample([], {...total})]])}));
  }
  const come = sent.flatMap((sample, index) => {
    const earlier = sent[Math.floor(random() * (index + 1))] ?? sample;
    if (random() < 0.3) return [];
    return random() < 0.3 ? [sample, sample, earlier] : [sample];
  });
  return {sent, come};
}

test('whatever is lost, comes twice or late: rates times their seconds are what the counters grew by', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const {come} = course(seededRandom(seed));
    let state = clusterState({[NODE]: {db: 'running'}});
    const sums = {cpu: 0, read: 0, written: 0};
    for (const [index, sample] of come.entries()) {
      const before = state.nodes.get(NODE)?.sampled?.last ?? null;
      state = reduce(state, [sampleCame(NODE, index, sample)]);
      const sampled = state.nodes.get(NODE)?.sampled;
      if (sampled?.last !== sample || before === null || before === sample) continue;
      const seconds = sample.time - before.time;
      const figures = state.nodes.get(NODE)?.watchers.get('db')?.figures;
      sums.cpu += ((figures?.cpu ?? 0) / 100) * seconds;
      sums.read += (figures?.read ?? 0) * seconds;
      sums.written += (figures?.written ?? 0) * seconds;
    }
    const totals = come.map(({time, watchers}) => ({time, ...watchers.get('db')?.total}));
    const first = totals[0];
    const last = totals.reduce((one, other) => (other.time > one.time ? other : one));
    const grown = (name: 'user' | 'system' | 'read' | 'written') => (last[name] ?? 0) - (first?.[name] ?? 0);
    expect(sums.cpu).toBeCloseTo(grown('user') + grown('system'), 6);
    expect(sums.read).toBeCloseTo(grown('read'), 1);
    expect(sums.written / (grown('written') || 1)).toBeCloseTo(1, 9);
  }
});

test('a sample that is older than the last one changes nothing at all', () => {
  const newer = reduce(clusterState({[NODE]: {db: 'running'}}), [sampleCame(NODE, 1, nodeSample({time: 10}))]);
  expect(reduce(newer, [sampleCame(NODE, 2, nodeSample({time: 9}))])).toBe(newer);
  expect(reduce(newer, [sampleCame(NODE, 2, nodeSample({time: 10}))])).toBe(newer);
});

test('figures of a node that sends samples no more are gone, and those that come again begin anew', () => {
  const of = (time: number) => nodeSample({time, watchers: new Map([['db', watcherSample([], {user: time})]])});
  const known = reduce(clusterState({[NODE]: {db: 'running'}}), [
    sampleCame(NODE, 1, of(10)),
    sampleCame(NODE, 2, of(11)),
  ]);
  expect(known.nodes.get(NODE)?.watchers.get('db')?.figures?.cpu).toBe(100);
  const ceased = reduce(known, [{type: 'samples-ceased', at: {monotonic: 8_000, wall: 0}, node: NODE}]);
  expect(ceased.nodes.get(NODE)?.sampled).toBeNull();
  expect(ceased.nodes.get(NODE)?.watchers.get('db')?.figures).toBeNull();
  const again = reduce(ceased, [sampleCame(NODE, 9, of(18))]);
  expect(again.nodes.get(NODE)?.watchers.get('db')?.figures?.cpu).toBeNull();
});

test('a new connection knows no figures of the one before', () => {
  const state = reduce(clusterState({[NODE]: {db: 'running'}}), [
    sampleCame(NODE, 1, nodeSample({time: 10, watchers: new Map([['db', watcherSample([])]])})),
    {type: 'epoch-began', at: {monotonic: 5_000, wall: 0}, node: NODE},
  ]);
  expect(state.nodes.get(NODE)?.sampled).toBeNull();
  expect(state.nodes.get(NODE)?.watchers.get('db')?.figures).toBeNull();
});
