import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals';
import type {Calls} from '../../src/model/calls.js';
import type {LogPiece, LogRead} from '../../src/model/log.js';
import {fakeLogs} from '../support/fake-logs.js';
import {startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {LINE_TIME, startLogNode} from '../support/log-nodes.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** A node whose watcher `box` has the logs `stdout`, `stderr` and a few files of its own. */
interface LogNode {
  /** To the end of a file. */
  readonly append: (source: string, bytes: string | Uint8Array) => Promise<unknown>;
  /** Begins a new file, and keeps so many older ones. */
  readonly rotate: (source: string, keep: number) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** A log for each test: what it wrote is not the next one's. */
const SOURCES = Array.from({length: 12}, (_, number) => `logs/${number}.log`);

const NODES: readonly [string, string, (address: string) => Promise<LogNode>][] = [
  [
    'circusman-node',
    testHost('87.60'),
    async host => {
      const files = Object.fromEntries(SOURCES.map(source => [source, LINE_TIME]));
      const node = await startLogNode({host, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557}, {files});
      const [box] = node.watchers;
      if (box === undefined) throw new Error('there is no watcher');
      return {
        append: (source, bytes) => box.writer.say(box.file(source), bytes),
        rotate: (source, keep) => box.writer.rotate(box.file(source), keep),
        stop: node.stop,
      };
    },
  ],
  [
    'the fake node with our package',
    testHost('87.61'),
    async address => {
      const names = ['stdout', 'stderr', ...SOURCES];
      const times = Object.fromEntries(names.map(source => [source, LINE_TIME]));
      const logs = fakeLogs(
        names.map(source => `box ${source}`),
        {times},
      );
      const empty = new Uint8Array();
      for (const source of names) logs.append('box', source, empty);
      const fake = await startFakeNode(address, {box: 1}, false, fakePackage({box: null}, undefined, {logs}));
      return {
        append: async (source, bytes) => logs.append('box', source, bytes),
        rotate: async (source, keep) => logs.rotate('box', source, keep),
        stop: async () => fake.close(),
      };
    },
  ],
];

const options = {timeout: 10_000};

describe.each(NODES)('%s', (_name, address, startNode) => {
  let cluster: WatchedCluster;
  let node: LogNode;
  let unused = [...SOURCES];
  let source = '';

  beforeAll(async () => {
    unused = [...SOURCES];
    node = await startNode(address);
    cluster = watchCluster([spec(address)]);
    await cluster.fact('node-info-read', () => true, 0);
  });

  afterAll(async () => {
    await cluster.close();
    await node.stop();
  });

  beforeEach(() => {
    source = unused.shift() ?? '';
  });

  async function ask<Name extends 'logSources' | 'readLogs' | 'findInLog'>(
    name: Name,
    args: Calls[Name]['args'],
  ): Promise<Calls[Name]['reply']> {
    const result = await cluster.call(address, name, args, options);
    if (result.kind !== 'reply') throw new Error(`${name}: ${JSON.stringify(result)}`);
    return result.reply;
  }

  /** One read of the test's log. */
  async function read(how: Partial<LogRead> = {}): Promise<DataPiece> {
    const whole = {watcher: 'box', source, from: null, isBackwards: false, bytes: null, ...how};
    const [piece] = await ask('readLogs', {reads: [whole], bytes: 196_608});
    if (piece?.kind !== 'data') throw new Error(JSON.stringify(piece));
    return piece;
  }

  const find = (how: Partial<Calls['findInLog']['args']>) =>
    ask('findInLog', {
      watcher: 'box',
      source,
      from: null,
      isBackwards: false,
      filter: {text: '', ignoresCase: false, isInverted: false},
      most: 1_000,
      ...how,
    });

  test('says which logs there are, with their files and how their lines write the time', async () => {
    await node.append(source, 'one\n');
    await node.rotate(source, 3);
    await node.append(source, 'second\n');
    const {sources, utcOffset} = await ask('logSources', {watchers: ['box']});
    expect(utcOffset).toBe(0 - 60_000 * new Date().getTimezoneOffset());
    expect(sources.map(each => each.source).sort()).toEqual(['stderr', 'stdout', ...SOURCES].sort());
    const name = source.replace('logs/', '');
    expect(sources.find(each => each.source === source)).toEqual({
      watcher: 'box',
      source,
      files: [
        {name: `${name}.1`, file: expect.any(String), size: 4, modified: expect.any(Number)},
        {name, file: expect.any(String), size: 7, modified: expect.any(Number)},
      ],
      time: LINE_TIME,
      problem: null,
    });
  });

  test('answers a log that there is not with its own error, beside the others', async () => {
    await node.append(source, 'here\n');
    const at = {watcher: 'box', from: null, isBackwards: false, bytes: null};
    const pieces = await ask('readLogs', {
      reads: [
        {...at, source: 'logs/none.log'},
        {...at, source},
      ],
      bytes: 1_000,
    });
    expect(pieces[0]).toEqual({kind: 'failed', reason: expect.stringMatching(/box has no log 'logs\/none.log'/)});
    expect(pieces[1]).toMatchObject({kind: 'data', data: Buffer.from('here\n')});
  });

  test('is read forwards over its files to its end, and on from there', async () => {
    await node.append(source, 'first file\n');
    await node.rotate(source, 3);
    await node.append(source, 'second');
    const first = await read({bytes: 6});
    expect(first).toMatchObject({data: Buffer.from('first '), left: 11, lost: 0});
    const second = await read({from: first.end});
    expect(second).toMatchObject({data: Buffer.from('file\n'), left: 6, lost: 0});
    const third = await read({from: second.end});
    expect(third).toMatchObject({data: Buffer.from('second'), name: source.replace('logs/', ''), left: 0, lost: 0});
    expect(third.start?.offset).toBe(0);
    expect(await read({from: third.end})).toMatchObject({data: Buffer.alloc(0), left: 0, lost: 0, end: third.end});
    await node.append(source, ' ends\n');
    expect(await read({from: third.end})).toMatchObject({data: Buffer.from(' ends\n'), left: 0, lost: 0});
  });

  test('is read backwards from its end to its beginning', async () => {
    await node.append(source, 'first file\n');
    await node.rotate(source, 3);
    await node.append(source, 'second\n');
    const last = await read({isBackwards: true, bytes: 4});
    expect(last).toMatchObject({data: Buffer.from('ond\n'), left: 14});
    const before = await read({isBackwards: true, from: last.start});
    expect(before).toMatchObject({data: Buffer.from('sec'), left: 11});
    const older = await read({isBackwards: true, from: before.start});
    expect(older).toMatchObject({data: Buffer.from('first file\n'), left: 0, end: before.start});
    expect(await read({isBackwards: true, from: older.start})).toMatchObject({data: Buffer.alloc(0), left: 0, lost: 0});
  });

  test('a place is good after a rotation, and after the file has grown', async () => {
    await node.append(source, 'a');
    const {end} = await read();
    await node.append(source, `${'b'.repeat(100)}\n`);
    await node.rotate(source, 3);
    await node.append(source, 'c\n');
    const piece = await read({from: end});
    expect(piece).toMatchObject({data: Buffer.from(`${'b'.repeat(100)}\n`), left: 2, lost: 0});
    expect(await read({from: piece.end})).toMatchObject({data: Buffer.from('c\n'), left: 0, lost: 0});
  });

  test('says that bytes are gone when the file was rotated away, and goes on at the oldest there is', async () => {
    await node.append(source, 'gone before it was read\n');
    const {start} = await read();
    await node.rotate(source, 1);
    await node.append(source, 'older\n');
    await node.rotate(source, 1);
    await node.append(source, 'newest\n');
    const piece = await read({from: start});
    expect(piece).toMatchObject({data: Buffer.from('older\n'), left: 7});
    expect(piece.lost).not.toBe(0);
    expect(await read({from: piece.end})).toMatchObject({data: Buffer.from('newest\n'), lost: 0});
  });

  test('gives all reads of a call together no more than was asked for, and each its share', async () => {
    await node.append(source, 'x'.repeat(50_000));
    const one: LogRead = {watcher: 'box', source, from: null, isBackwards: true, bytes: null};
    const pieces = await ask('readLogs', {reads: [one, {...one, isBackwards: false}], bytes: 20_000});
    expect(pieces.map(piece => piece.kind === 'data' && piece.data.length)).toEqual([10_000, 10_000]);
  });

  test('finds lines in both directions, over its files, each with its place', async () => {
    await node.append(source, 'a needle\nhay\nB NEEDLE\n');
    await node.rotate(source, 3);
    await node.append(source, 'hay\nthe last needle\n');
    const filter = {text: 'needle', ignoresCase: false, isInverted: false};
    const found = await find({filter});
    expect(found).toMatchObject({left: 0, scanned: 42, lost: 0});
    expect(textsOf(found)).toEqual(['a needle', 'the last needle']);
    const last = found.hits[1];
    expect(await read({from: last?.at ?? null})).toMatchObject({data: Buffer.from('the last needle\n')});
    expect(last?.bytes).toBe(15);
    const every = await find({filter: {...filter, ignoresCase: true}, isBackwards: true, most: 2});
    expect(textsOf(every)).toEqual(['the last needle', 'B NEEDLE']);
    const rest = await find({filter: {...filter, ignoresCase: true}, isBackwards: true, from: every.end});
    expect(textsOf(rest)).toEqual(['a needle']);
    expect(textsOf(await find({filter: {...filter, isInverted: true}}))).toEqual(['hay', 'B NEEDLE', 'hay']);
  });

  test('finds a last line only when it has its end, and goes on before it', async () => {
    await node.append(source, 'needle 1\nneedle');
    const filter = {text: 'needle', ignoresCase: false, isInverted: false};
    const found = await find({filter});
    expect(found).toMatchObject({left: 0, scanned: 9});
    expect(textsOf(found)).toEqual(['needle 1']);
    await node.append(source, ' 2\n');
    expect(textsOf(await find({filter, from: found.end}))).toEqual(['needle 2']);
  });

  test('says by the end that a search backwards has reached the beginning', async () => {
    await node.append(source, 'needle 1\nhay\nneedle 2\n');
    const filter = {text: 'needle', ignoresCase: false, isInverted: false};
    const first = await find({filter, isBackwards: true, most: 1});
    expect(first.left).toBeGreaterThan(0);
    const second = await find({filter, isBackwards: true, from: first.end});
    expect(textsOf(second)).toEqual(['needle 1']);
    expect(second).toMatchObject({left: 0, end: null});
  });

  test('cuts a very long line that it finds, and says how long it is', async () => {
    await node.append(source, `${'y'.repeat(9_000)}needle\n`);
    const {hits} = await find({filter: {text: 'needle', ignoresCase: false, isInverted: false}});
    expect(hits.map(({data, bytes}) => [data.length, bytes])).toEqual([[4_096, 9_006]]);
  });
});

type DataPiece = Extract<LogPiece, {readonly kind: 'data'}>;

function textsOf({hits}: Calls['findInLog']['reply']): readonly string[] {
  return hits.map(({data}) => Buffer.from(data).toString());
}
