import {afterEach, expect, test} from '@jest/globals';
import type {LogState} from '../../src/model/log-window.js';
import {MemoryLog, MemoryNodes} from './memory-node.js';
import {type Opened, openLog, texts} from './open-log.js';

let opened: Opened | null = null;

afterEach(() => {
  opened?.port.close();
  opened = null;
});

function open(...args: Parameters<typeof openLog>): Opened {
  opened = openLog(...args);
  return opened;
}

const isHere = ({loading}: LogState) => loading === null;
const TIMED = '%Y-%m-%d %H:%M:%S.%f%z';
const START = Date.UTC(2026, 0, 1);
const stamp = (ms: number) => new Date(START + ms).toISOString().replace('T', ' ');

test('begins with the last lines of all logs, in the order of their times, and follows', async () => {
  const nodes = new MemoryNodes();
  const one = nodes.log('a', 'neo4j stdout', new MemoryLog(TIMED));
  const two = nodes.log('b', 'neo4j stdout', new MemoryLog(TIMED));
  one.append(`${stamp(1)} one\n${stamp(4)} four\n  at a.b.C\n`);
  two.append(`${stamp(2)} two\n${stamp(3)} three\n${stamp(5)} five\n`);
  const {until} = open(nodes);
  const first = await until(isHere);
  expect(texts(first).map(text => text.split(' ').at(-1))).toEqual(['one', 'two', 'three', 'four', 'a.b.C', 'five']);
  expect(first).toMatchObject({isAtStart: true, isAtEnd: true});
  one.append(`${stamp(6)} six\n`);
  two.append(`${stamp(7)} sev`);
  expect(texts(await until(({rows}) => rows.length === 8)).slice(-2)).toEqual([`${stamp(6)} six`, `${stamp(7)} sev`]);
  two.append('en\n');
  const last = await until(state => texts(state).includes(`${stamp(7)} seven`));
  expect(last.rows.length).toBe(8);
});

test('fetches what is older, over rotated files, to the very begin', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  const lines = Array.from({length: 30_000}, (_, index) => `line ${index}`);
  for (let file = 0; file < 3; file++) {
    if (file > 0) log.rotate();
    log.append(`${lines.slice(file * 10_000, (file + 1) * 10_000).join('\n')}\n`);
  }
  const {until, port} = open(nodes);
  let state = await until(isHere);
  expect(state.rows.length).toBe(1_000);
  while (!state.isAtStart) {
    const before = state;
    port.older();
    state = await until(now => now.rows.length > before.rows.length && isHere(now));
    expect(state.first + state.rows.length).toBe(before.first + before.rows.length);
  }
  expect(texts(state)).toEqual(lines);
});

test('what falls out of the window is fetched again, at either end', async () => {
  const nodes = new MemoryNodes();
  const logs = ['a', 'b', 'c'].map(node => nodes.log(node, 'neo4j stdout', new MemoryLog(TIMED)));
  const lines = Array.from({length: 9_000}, (_, index) => `${stamp(index)} line ${index}`);
  lines.forEach((line, index) => {
    logs[index % 3]?.append(`${line}\n`);
  });
  const {until, port} = open(nodes, {}, {lines: 2_500});
  const numbered = new Map<number, string>();
  const check = (state: LogState) => {
    texts(state).forEach((text, index) => {
      const number = state.first + index;
      if (numbered.has(number) && numbered.get(number) !== text) throw new Error(`row ${number} is another one now`);
      numbered.set(number, text);
    });
    expect(state.rows.length).toBeLessThanOrEqual(2_500);
    return state;
  };
  let state = check(await until(isHere));
  while (!state.isAtStart) {
    const before = state;
    port.older();
    state = check(await until(now => now.first < before.first && isHere(now)));
  }
  expect(texts(state)).toEqual(lines.slice(0, state.rows.length));
  expect(state.isAtEnd).toBe(false);
  while (!state.isAtEnd) {
    const before = state;
    port.newer();
    state = check(await until(now => now.first + now.rows.length > before.first + before.rows.length || now.isAtEnd));
  }
  state = await until(isHere);
  expect(texts(state)).toEqual(lines.slice(-state.rows.length));
  expect([...numbered].sort(([one], [other]) => one - other).map(([, text]) => text)).toEqual(lines);
  port.older();
  await until(now => isHere(now) && now.first < state.first);
  port.toEnd();
  state = await until(now => now.isAtEnd && isHere(now) && now !== state);
  expect(texts(state)).toEqual(lines.slice(-state.rows.length));
  logs[0]?.append(`${stamp(9_000)} new\n`);
  await until(now => texts(now).at(-1) === `${stamp(9_000)} new`);
});

test('goes to a time in all logs together, from which it goes on in either direction', async () => {
  const nodes = new MemoryNodes();
  const logs = ['a', 'b', 'c'].map(node => nodes.log(node, 'neo4j stdout', new MemoryLog(TIMED)));
  // The clock of the last one is a minute ahead.
  const ahead = 60_000;
  const lines = Array.from({length: 9_000}, (_, index) => `line ${index}`);
  const parts = ['', '', ''];
  lines.forEach((line, index) => {
    parts[index % 3] += `${stamp(index + (index % 3 === 2 ? ahead : 0))} ${line}\n`;
  });
  logs.forEach((log, index) => {
    log.append(parts[index] ?? '', START + 9_000 + (index === 2 ? ahead : 0));
  });
  const {until, port} = open(nodes, {at: START + 5_000}, {clockOffset: node => (node === 'c' ? ahead : 0)});
  const bare = (state: LogState) => texts(state).map(text => text.slice(text.indexOf('line')));
  let state = await until(isHere);
  const at = [...state.rows].findIndex(row => row.at >= START + 5_000);
  expect(at).toBeGreaterThan(0);
  expect(bare(state)[at]).toBe('line 5000');
  const from = 5_000 - at;
  expect(bare(state)).toEqual(lines.slice(from, from + state.rows.length));
  expect(state).toMatchObject({isAtStart: false, isAtEnd: false, problem: null});
  for (let now = state; !now.isAtEnd; now = await until(next => next !== now && isHere(next))) port.newer();
  for (let now = opened?.state(); now !== undefined && !now.isAtStart; ) {
    const before: LogState = now;
    port.older();
    now = await until(next => next !== before && isHere(next));
  }
  state = await until(isHere);
  expect(bare(state)).toEqual(lines);
});

test('logs without times say that they cannot be gone to one in', async () => {
  const nodes = new MemoryNodes();
  nodes.log('a', 'titan stdout').append('one\ntwo\n', START);
  const {until} = open(nodes, {at: START + 5_000});
  const state = await until(isHere);
  expect(state.problem).toMatch(/^lines of titan have no known times/);
  expect(texts(state)).toEqual(['one', 'two']);
});
