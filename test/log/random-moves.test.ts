import {setTimeout as wait} from 'node:timers/promises';
import {afterEach, expect, test} from '@jest/globals';
import type {LogState} from '../../src/model/log-window.js';
import {MemoryLog, MemoryNodes} from './memory-node.js';
import {type Opened, openLog, texts} from './open-log.js';

let opened: Opened | null = null;

afterEach(() => {
  opened?.port.close();
  opened = null;
});

/** Numbers from 0 to below `below` that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const START = Date.UTC(2026, 0, 1);
const stamp = (ms: number) => new Date(START + ms).toISOString().replace('T', ' ');

/** Logs of which one has few lines, one has long pauses, and some have lines of the same moment; and all their lines in order. */
function sample(random: (below: number) => number): {readonly nodes: MemoryNodes; readonly lines: readonly string[]} {
  const nodes = new MemoryNodes();
  const all: {readonly at: number; readonly log: number; readonly text: string}[] = [];
  for (let log = 0; log < 5; log++) {
    const memory = nodes.log(`node ${log % 3}`, `w${log} stdout`, new MemoryLog('%Y-%m-%d %H:%M:%S.%f%z'));
    const lines = log === 0 ? 20 : 1_500;
    let at = 0;
    memory.rotate();
    for (let line = 0; line < lines; line++) {
      at += random(50) === 0 ? random(5_000) : random(3);
      if (random(200) === 0) memory.rotate();
      const text = `${stamp(at)} ${log}.${line} ${'é'.repeat(random(60))}`;
      const stack = Array.from(
        {length: random(10) === 0 ? random(30) : 0},
        (_, depth) => `  ${log}.${line} at ${depth}`,
      );
      memory.append(`${[text, ...stack].join('\r\n')}\r\n`, START + at);
      for (const part of [text, ...stack]) all.push({at, log, text: part});
    }
  }
  // A log's number is its place among the logs, which are those of the first node first.
  const order = [0, 3, 1, 4, 2];
  all.sort((one, other) => one.at - other.at || order.indexOf(one.log) - order.indexOf(other.log));
  return {nodes, lines: all.map(({text}) => text)};
}

test.each([1, 2, 3])(
  'wherever it is gone, the window is a part of the logs without gaps, in order (%i)',
  async seed => {
    const random = numbers(seed);
    const {nodes, lines} = sample(random);
    nodes.room = 3_000;
    nodes.before = () => wait(random(3));
    opened = openLog(nodes, {}, {lines: 2_000});
    const {until, port} = opened;
    const places = new Map(lines.map((line, index) => [line, index]));
    const check = (state: LogState) => {
      const shown = texts(state);
      const from = places.get(shown[0] ?? '') ?? Number.NaN;
      expect(shown).toEqual(lines.slice(from, from + shown.length));
      if (state.isAtStart) expect(from).toBe(0);
      if (state.isAtEnd) expect(from + shown.length).toBe(lines.length);
      expect(state.logs.every(({problem}) => problem === null)).toBe(true);
    };
    let state = await until(({loading}) => loading === null);
    check(state);
    for (let round = 0; round < 40; round++) {
      const before = state;
      switch (random(8)) {
        case 0:
          port.toStart();
          break;
        case 1:
          port.toEnd();
          break;
        case 2:
          port.toTime(START + random(30_000));
          break;
        case 3:
        case 4:
          port.newer();
          break;
        default:
          port.older();
      }
      if (before.isAtEnd || before.isAtStart) port.toTime(START + random(30_000));
      state = await until(now => now !== before && now.loading === null);
      check(state);
    }
  },
  60_000,
);

test.each([1, 2, 3])(
  'while lines come and files are rotated, no log has a gap or a line twice, wherever it is gone (%i)',
  async seed => {
    const random = numbers(seed);
    const nodes = new MemoryNodes();
    nodes.room = 4_000;
    nodes.before = () => wait(random(4));
    const logs = [0, 1, 2, 3].map(index =>
      nodes.log(`node ${index % 2}`, `w${index} stdout`, new MemoryLog(index === 3 ? null : '%s.%f')),
    );
    const counts = logs.map(() => 0);
    const next = (index: number) => (counts[index] = (counts[index] ?? 0) + 1);
    const write = (most: number) => {
      logs.forEach((log, index) => {
        const lines = Array.from(
          {length: random(most)},
          () => `${(Date.now() / 1_000).toFixed(3)} ${next(index)} ${'é'.repeat(random(90))}`,
        );
        if (lines.length === 0) return;
        const bytes = Buffer.from(`${lines.join('\n')}\n`);
        const cut = random(bytes.length);
        log.append(bytes.subarray(0, cut));
        if (random(10) === 0) log.rotate();
        log.append(bytes.subarray(cut));
      });
    };
    for (let before = 0; before < 200; before++) write(20);
    opened = openLog(nodes, {}, {lines: 2_000});
    const {until, port, states} = opened;
    await until(({loading}) => loading === null);
    for (let round = 0; round < 60; round++) {
      write(40);
      const act = [port.older, port.older, port.newer, port.newer, port.toEnd, port.toStart][random(30)];
      act?.();
      if (random(20) === 0) port.hold(random(2) === 0);
      if (random(20) === 0) port.toTime(Date.now() - random(2_000));
      if (random(4) === 0) await wait(random(100));
    }
    port.hold(false);
    port.toEnd();
    await until(({isAtEnd, loading, isHeld}) => isAtEnd && loading === null && !isHeld);
    write(40);
    logs.forEach((log, index) => {
      log.append(`${(Date.now() / 1_000).toFixed(3)} ${next(index)} end\n`);
    });
    await until(state => texts(state).filter(text => text.endsWith(' end')).length === logs.length);
    for (const {rows} of states) {
      let at = Number.NEGATIVE_INFINITY;
      const next = new Map<number, number>();
      for (const row of rows) {
        if (row.kind === 'note') throw new Error(`there is a note: ${row.note.type}`);
        if (row.at < at) throw new Error(`${row.raw} is out of order`);
        at = row.at;
        // The last line may have no end yet, which may lack its number.
        const number = Number(/^\d+\.\d+ (\d+) /.exec(row.raw)?.[1] ?? Number.NaN);
        const expected = next.get(row.log);
        if (expected !== undefined && number !== expected && row.raw.includes(' é')) {
          throw new Error(`log ${row.log}: ${row.raw} stands where ${expected} is to be`);
        }
        next.set(row.log, Number.isNaN(number) ? Number.NaN : number + 1);
      }
    }
  },
  60_000,
);
