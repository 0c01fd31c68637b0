import {afterEach, expect, test} from '@jest/globals';
import type {LogFilter} from '../../src/model/log.js';
import type {LogState} from '../../src/model/log-window.js';
import {MemoryLog, MemoryNodes} from './memory-node.js';
import {type Opened, openLog, texts} from './open-log.js';

let opened: Opened | null = null;

afterEach(() => {
  opened?.port.close();
  opened = null;
});

const isHere = ({loading}: LogState) => loading === null;
const TIMED = '%Y-%m-%d %H:%M:%S.%f%z';
const START = Date.UTC(2026, 0, 1);
const LINES = 20_000;
const filterOf = (text: string): LogFilter => ({text, ignoresCase: true, isInverted: false});
const line = (index: number) => `${new Date(START + index).toISOString().replace('T', ' ')} line ${index}.`;
const isError = (index: number) => index % 997 === 5;

/** Three nodes' logs over some files, whose lines come in turn; some of them are errors. */
function sample(): {
  readonly nodes: MemoryNodes;
  readonly logs: readonly MemoryLog[];
  readonly lines: readonly string[];
} {
  const nodes = new MemoryNodes();
  const logs = ['a', 'b', 'c'].map(node => nodes.log(node, 'neo4j stdout', new MemoryLog(TIMED)));
  const lines = Array.from({length: LINES}, (_, index) => line(index) + (isError(index) ? ' Error' : ''));
  logs.forEach((log, node) => {
    for (let file = 0; file < 4; file++) {
      log.rotate();
      const mine = lines
        .slice(file * 5_000, (file + 1) * 5_000)
        .filter((_, index) => (file * 5_000 + index) % 3 === node);
      log.append(`${mine.join('\n')}\n`, START + (file + 1) * 5_000);
    }
  });
  return {nodes, logs, lines};
}

function open(...args: Parameters<typeof openLog>): Opened {
  opened = openLog(...args);
  return opened;
}

test('a filter is asked of the nodes: it finds what is older than what was loaded, and goes on with what comes', async () => {
  const {nodes, logs, lines} = sample();
  const {until, port} = open(nodes);
  await until(isHere);
  port.filter(filterOf('ERROR'));
  const state = await until(now => isHere(now) && now.filter !== null && now.isAtStart);
  const errors = lines.filter((_, index) => isError(index));
  expect(texts(state)).toEqual(errors);
  expect(state.scanned?.bytes).toBe(state.scanned?.of);
  logs[0]?.append(`${line(LINES)}\n${line(LINES + 1)} an error`);
  logs[1]?.append(`${line(LINES + 2)} error, too\n`);
  await until(now => texts(now).at(-1) === `${line(LINES + 2)} error, too`);
  logs[0]?.append('!\n');
  const followed = await until(now => now.rows.length === errors.length + 2);
  expect(texts(followed).slice(-2)).toEqual([`${line(LINES + 1)} an error!`, `${line(LINES + 2)} error, too`]);
  port.filter(null);
  const all = await until(now => isHere(now) && now.filter === null && now.rows.length > 500);
  expect(texts(all)).toEqual(
    [...lines, line(LINES), `${line(LINES + 1)} an error!`, `${line(LINES + 2)} error, too`].slice(-all.rows.length),
  );
});

test('a search goes on beyond the window, in either direction', async () => {
  const {nodes, lines} = sample();
  const {until, port} = open(nodes, {}, {lines: 3_000});
  let state = await until(isHere);
  const numberOf = (now: LogState) => now.search?.row ?? Number.NaN;
  const found = (now: LogState) => texts(now)[numberOf(now) - now.first];
  const search = async (text: string, direction: 'older' | 'newer', from: number) => {
    port.search(filterOf(text), direction, from);
    state = await until(
      now => now !== state && isHere(now) && now.search?.state !== 'running' && now.search !== state.search,
    );
    return state;
  };
  let from = state.first + state.rows.length;
  const errors = lines.filter((_, index) => isError(index));
  for (const error of errors.toReversed()) {
    await search('error', 'older', from);
    expect(state.search?.state).toBe('found');
    expect(found(state)).toBe(error);
    from = numberOf(state);
  }
  expect((await search('error', 'older', from)).search?.state).toBe('none');
  const around = texts(state);
  const start = lines.indexOf(around[0] ?? '');
  expect(around).toEqual(lines.slice(start, start + around.length));
  for (const error of errors.slice(1)) {
    await search('error', 'newer', from);
    expect(found(state)).toBe(error);
    from = numberOf(state);
  }
  expect((await search('error', 'newer', from)).search?.state).toBe('none');
  expect((await search(`line ${LINES - 1}.`, 'newer', from)).search?.state).toBe('found');
});

test('a search beyond the window keeps logs without times together', async () => {
  const nodes = new MemoryNodes();
  const now = Date.now();
  const lines = (node: string) => Array.from({length: 8_000}, (_, index) => `${node} ${index} ${'x'.repeat(20)}`);
  for (const node of ['a', 'b']) nodes.log(node, 'titan stdout').append(`${lines(node).join('\n')}\n`, now);
  const {until, port} = open(nodes, {}, {lines: 3_000});
  const state = await until(isHere);
  port.search(filterOf('a 1000 '), 'older', state.first);
  const there = await until(({search}) => search?.state === 'found');
  await until(isHere);
  const shown = texts(there);
  const row = (there.search?.row ?? Number.NaN) - there.first;
  expect(shown[row]).toMatch(/^a 1000 /);
  // Lines of the other log that are about as far from its end stand around it.
  const near = shown.slice(Math.max(0, row - 50), row + 50).filter(text => text.startsWith('b '));
  expect(near.length).toBeGreaterThan(20);
  for (const text of near) expect(Math.abs(Number(text.split(' ')[1]) - 1_000)).toBeLessThan(200);
});

test('what a search finds at the edge of the window stays, and what is above it is fetched, though more comes than is held', async () => {
  const nodes = new MemoryNodes();
  const line = (number: number) => `line ${number}.\n`;
  const some = (from: number, to: number) => Array.from({length: to - from}, (_, index) => line(from + index)).join('');
  const log = nodes.log('a', 'titan stdout');
  log.append(some(0, 5_000));
  const {until, port, state} = open(nodes, {}, {lines: 2_000});
  const before = await until(({rows, isAtEnd, loading}) => isAtEnd && loading === null && rows.length >= 1_000);
  const edge = texts(before)[3] ?? '';
  port.search(filterOf(edge), 'older', before.first + before.rows.length);
  log.append(some(5_000, 9_000));
  const found = await until(now => now.search?.state === 'found' && now.loading === null && now.first < before.first);
  const row = found.search?.row ?? Number.NaN;
  expect(texts(found)[row - found.first]).toBe(edge);
  expect(row - found.first).toBeGreaterThan(200);
  // Whoever reads there is not moved by what has come meanwhile.
  log.append(some(9_000, 9_100));
  expect(texts(state())[row - state().first]).toBe(edge);
});
