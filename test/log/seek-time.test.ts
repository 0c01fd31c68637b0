import {expect, test} from '@jest/globals';
import {seekTime} from '../../src/log/seek-time.js';
import {parseTimePattern} from '../../src/model/log-time.js';
import {MemoryLog} from './memory-node.js';

const START = Date.UTC(2026, 0, 1);
const stamp = (ms: number) => new Date(START + ms).toISOString().replace('T', ' ');
const PATTERN = '%Y-%m-%d %H:%M:%S.%f%z';
const MOST_READ = 196_608;

async function seek(log: MemoryLog, at: number, clockOffset = 0) {
  let reads = 0;
  const files = log.files.map(({id, data, modified}) => ({name: id, file: id, size: data.length, modified}));
  const sought = await seekTime({
    read: async read => {
      reads++;
      return log.read(read, MOST_READ);
    },
    log: {watcher: 'neo4j', source: 'stdout', files},
    dating: {pattern: log.time === null ? null : parseTimePattern(log.time), utcOffset: 0, clockOffset},
    at,
  });
  return {sought, reads};
}

/** A log of lines, one each second, of which some have what belongs to them below; a new file now and then. */
function sampleLog(lines: number, perFile: number): {readonly log: MemoryLog; readonly places: readonly object[]} {
  const log = new MemoryLog(PATTERN);
  const places: object[] = [];
  for (let file = 0; file * perFile < lines; file++) {
    const {id} = log.rotate();
    let text = '';
    for (let line = file * perFile; line < Math.min(lines, (file + 1) * perFile); line++) {
      places.push({file: id, offset: text.length});
      text += `${stamp(line * 1_000)} ${'x'.repeat(line % 90)}\n${'  at a.b.C\n'.repeat(line % 7)}`;
    }
    log.append(text, START + Math.min(lines - 1, (file + 1) * perFile - 1) * 1_000);
  }
  return {log, places};
}

test('finds the first line of a time or after, in whatever file it is', async () => {
  const {log, places} = sampleLog(20_000, 7_000);
  for (let line = 0; line < 20_000; line += 613) {
    for (const [at, wanted] of [[line * 1_000, line] as const, [line * 1_000 - 1, line] as const]) {
      expect((await seek(log, START + at)).sought).toEqual({kind: 'found', position: places[wanted]});
    }
  }
  expect((await seek(log, START + 19_999_001)).sought).toMatchObject({kind: 'after', position: {file: 'file 2'}});
});

test("takes the node's clock into account", async () => {
  const {log, places} = sampleLog(2_000, 7_000);
  expect((await seek(log, START + 500_000, 60_000)).sought).toEqual({kind: 'found', position: places[560]});
});

test('reads little, however large the log is', async () => {
  const {log} = sampleLog(150_000, 1_000_000);
  expect(log.size).toBeGreaterThan(10_000_000);
  expect((await seek(log, START + 123_456_000)).reads).toBeLessThan(16);
});

test('in a log without times it is the end of the file that was written to nearest to it', async () => {
  const log = new MemoryLog();
  log.append('one\n', START);
  log.rotate();
  log.append('two\n', START + 60_000);
  expect((await seek(log, START + 20_000)).sought).toEqual({kind: 'no-times', position: {file: 'file 0', offset: 4}});
  expect((await seek(log, START + 40_000)).sought).toEqual({kind: 'no-times', position: {file: 'file 1', offset: 4}});
  expect((await seek(new MemoryLog(), START)).sought).toEqual({kind: 'no-times', position: null});
});

test('a log that cannot be read says why', async () => {
  const {log} = sampleLog(10, 10);
  const sought = await seekTime({
    read: async () => ({kind: 'failed', reason: 'permission denied'}),
    log: {
      watcher: 'neo4j',
      source: 'stdout',
      files: [{name: 'a', file: 'file 0', size: log.size, modified: START + 10_000}],
    },
    dating: {pattern: parseTimePattern(PATTERN), utcOffset: 0, clockOffset: 0},
    at: START,
  });
  expect(sought).toEqual({kind: 'failed', reason: 'permission denied'});
});
