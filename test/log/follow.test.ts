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

function open(...args: Parameters<typeof openLog>): Opened {
  opened = openLog(...args);
  return opened;
}

const isHere = ({loading}: LogState) => loading === null;

/** What was written to a log, as far as it is shown. */
function linesOf({logs, rows}: LogState, node: string): readonly string[] {
  const log = logs.findIndex(one => one.node === node);
  return [...rows].flatMap(row => (row.kind === 'line' && row.log === log ? [row.raw] : []));
}

test('whatever is written, in whatever parts, and however it is rotated, comes once and in order', async () => {
  const nodes = new MemoryNodes();
  nodes.room = 500;
  nodes.before = () => wait(Math.random() * 20);
  const names = ['a', 'b', 'c', 'd'];
  const logs = names.map(node => nodes.log(node, 'neo4j stdout'));
  const written = names.map(() => '');
  const {until} = open(nodes);
  await until(isHere);
  for (let round = 0; round < 150; round++) {
    const index = Math.floor(Math.random() * names.length);
    const text = Array.from({length: Math.random() * 6}, (_, part) => `${round}.${part} é\n`).join('');
    // Some of it ends in the midst of a line, or of a character.
    const bytes = Buffer.from(`${text}${'漢'.repeat(Math.random() * 3)}`);
    const cut = Math.floor(Math.random() * bytes.length);
    logs[index]?.append(bytes.subarray(0, cut));
    if (round % 10 === 0) await wait(Math.random() * 60);
    if (round % 7 === 0) logs[index]?.rotate();
    logs[index]?.append(bytes.subarray(cut));
    written[index] += bytes.toString();
  }
  for (const [index, log] of logs.entries()) {
    log.append('end\n');
    written[index] += 'end\n';
  }
  const state = await until(now => names.every(node => linesOf(now, node).at(-1)?.endsWith('end') === true));
  for (const [index, node] of names.entries())
    expect(linesOf(state, node)).toEqual(written[index]?.split('\n').slice(0, -1));
  expect([...state.rows].filter(({kind}) => kind === 'note')).toEqual([]);
  expect(nodes.mostAtOnce).toBe(1);
});

test('a log that is deleted is said once, however often it is looked at before there is one again', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  const other = nodes.log('a', 'neo4j stderr');
  log.append('one\n');
  const {until} = open(nodes);
  await until(now => now.rows.length === 1);
  log.remove();
  for (const text of ['first', 'second', 'third']) {
    other.append(`${text}\n`);
    await until(now => texts(now).includes(text));
  }
  log.append('two\n');
  const state = await until(now => texts(now).includes('two'));
  expect(texts(state).toSorted()).toEqual(['(lost null)', 'first', 'one', 'second', 'third', 'two']);
});

test('what was rotated away or truncated before it was read is said, in its place', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  log.append('one\nhalf of');
  const {until} = open(nodes);
  await until(now => now.rows.length === 2);
  log.append(' two\nthree\n');
  log.rotate(0);
  log.append('four\n');
  expect(texts(await until(now => texts(now).includes('four')))).toEqual(['one', 'half of', '(lost null)', 'four']);
  log.truncate();
  log.append('five\n');
  expect(texts(await until(now => texts(now).includes('five'))).slice(-2)).toEqual(['(lost null)', 'five']);
});

test('a node that is gone for a while says so, and goes on where it was', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  nodes.log('b', 'neo4j stdout').append('other\n');
  log.append('one\n');
  const {until} = open(nodes);
  await until(now => isHere(now) && now.rows.length === 2);
  nodes.away.add('a');
  const away = await until(({logs}) => logs[0]?.problem !== null);
  expect(away.logs.map(({problem}) => problem)).toEqual(['offline', null]);
  expect(texts(away).at(-1)).toBe('(interrupted)');
  log.append('two\n');
  log.rotate();
  log.append('three\n');
  nodes.away.delete('a');
  const back = await until(now => texts(now).includes('three'));
  expect(texts(back).filter(text => text !== 'other')).toEqual(['one', '(interrupted)', 'two', 'three', '(resumed)']);
  expect(back.logs[0]?.problem).toBeNull();
});

test('a node that answers later, and a log that is made later, come to the others', async () => {
  const nodes = new MemoryNodes();
  nodes.log('a', 'neo4j stdout', new MemoryLog('%s')).append('1000 one\n3000 three\n');
  nodes.log('b', 'neo4j stdout', new MemoryLog('%s')).append('2000 two\n');
  nodes.away.add('b');
  const {until, port} = open(nodes);
  const first = await until(isHere);
  expect(texts(first)).toEqual(['1000 one', '3000 three']);
  expect(first.logs.map(({node, problem}) => [node, problem])).toContainEqual(['b', 'offline']);
  nodes.away.delete('b');
  expect(texts(await until(now => now.rows.length === 3))).toEqual(['1000 one', '2000 two', '3000 three']);
  port.close();
});

test('a node without the package says what to do, and the others are shown', async () => {
  const nodes = new MemoryNodes();
  nodes.log('a', 'neo4j stdout').append('one\n');
  nodes.log('b', 'neo4j stdout');
  nodes.stock.add('b');
  const state = await open(nodes).until(isHere);
  expect(texts(state)).toEqual(['one']);
  const [problem] = state.logs.filter(({node}) => node === 'b').map(({problem}) => problem);
  expect(problem).toMatch(/stock circusd.*circusman-node/);
});

test('what comes faster than it can be shown is passed over, and it is said how much that is', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  log.append('begin\n');
  const {until, port} = open(nodes);
  await until(isHere);
  const before = log.size;
  for (let file = 0; file < 3; file++) {
    log.append(`${'x'.repeat(98)}\n`.repeat(60_000));
    log.rotate();
  }
  log.append('end\n');
  const state = await until(now => texts(now).at(-1) === 'end');
  const shown = texts(state);
  const [note, ...others] = shown.filter(text => text.startsWith('('));
  expect(others).toEqual([]);
  const passed = Number(/^\(passed-over (\d+)\)$/.exec(note ?? '')?.[1]);
  const bytes = shown.filter(text => text !== note).reduce((sum, text) => sum + text.length + 1, 0);
  expect(passed + bytes).toBe(log.size - before + 'begin\n'.length);
  expect(shown[0]).toBe('begin');
  port.close();
});

test('held, nothing is fetched, and afterwards nothing is missing', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  log.append('one\n');
  const {until, port} = open(nodes);
  await until(isHere);
  port.hold(true);
  await until(({isHeld}) => isHeld);
  log.append('two\n');
  const {length} = nodes.calls.filter(({name}) => name === 'readLogs');
  await wait(600);
  // One may have been under way.
  expect(nodes.calls.filter(({name}) => name === 'readLogs').length).toBeLessThanOrEqual(length + 1);
  port.hold(false);
  expect(texts(await until(now => now.rows.length === 2))).toEqual(['one', 'two']);
});

test('a full window does not follow any more while older lines are looked at, and goes on from there', async () => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  const lines = Array.from({length: 6_000}, (_, index) => `line ${index}`);
  log.append(`${lines.slice(0, 3_000).join('\n')}\n`);
  const {until, port} = open(nodes, {}, {lines: 2_000});
  await until(isHere);
  port.older();
  const full = await until(now => isHere(now) && now.rows.length === 2_000);
  log.append(`${lines.slice(3_000).join('\n')}\n`);
  const looked = await until(({isAtEnd}) => !isAtEnd);
  expect([looked.first, texts(looked)[0]]).toEqual([full.first, 'line 1000']);
  for (let now = looked; !now.isAtEnd; now = await until(next => next !== now && isHere(next))) port.newer();
  expect(texts(await until(now => now.isAtEnd && isHere(now)))).toEqual(lines.slice(-2_000));
});

test('many lines a second come in few facts', async () => {
  const nodes = new MemoryNodes();
  const logs = Array.from({length: 32}, (_, index) => nodes.log(`n${index}`, 'neo4j stdout'));
  for (const log of logs) log.append('begin\n');
  const {until, states} = open(nodes);
  await until(now => isHere(now) && now.rows.length === 32);
  const from = states.length;
  const start = performance.now();
  for (let tick = 0; tick < 20; tick++) {
    for (const log of logs) log.append(`${'line\n'.repeat(16)}`);
    await wait(50);
  }
  await until(({rows}) => rows.length === 32 * (1 + 20 * 16));
  expect((states.length - from) / (performance.now() - start)).toBeLessThanOrEqual(0.021);
});

test('closed, it asks nothing any more', async () => {
  const nodes = new MemoryNodes();
  nodes.log('a', 'neo4j stdout').append('one\n');
  const {until, port, states} = open(nodes);
  await until(isHere);
  port.close();
  const asked = nodes.calls.length;
  const shown = states.length;
  await wait(1_200);
  expect([nodes.calls.length, states.length]).toEqual([asked, shown]);
});

test('a line that comes a little late goes to its place', async () => {
  const nodes = new MemoryNodes();
  const [one, two] = ['a', 'b'].map(node => nodes.log(node, 'neo4j stdout', new MemoryLog('%s.%f')));
  const start = Math.floor(Date.now() / 1_000);
  one?.append(`${start - 8}.0 one\n`);
  two?.append(`${start - 7}.0 two\n`);
  const {until} = open(nodes);
  await until(now => isHere(now) && now.rows.length === 2);
  one?.append(`${start - 5}.0 three\n${start - 3}.0 five\n`);
  await until(now => now.rows.length === 4);
  two?.append(`${start - 4}.0 four\n`);
  const state = await until(now => now.rows.length === 5);
  expect(texts(state).map(text => text.split(' ')[1])).toEqual(['one', 'two', 'three', 'four', 'five']);
});
