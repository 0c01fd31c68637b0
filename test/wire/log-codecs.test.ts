import {deflateSync} from 'node:zlib';
import {expect, test} from '@jest/globals';
import {LOG_CODECS} from '../../src/wire/log-codecs.js';
import {createWatcherNames} from '../../src/wire/watcher-names.js';

const names = createWatcherNames();
const toSend = (shown: string) => shown.toUpperCase();

test('reads of several watchers go in one call, each by the name that circus takes', () => {
  const reads = [
    {watcher: 'neo4j', source: 'stdout', from: null, isBackwards: true, bytes: null},
    {watcher: 'titan', source: 'logs/a.log', from: {file: '8:1:0:0', offset: 7}, isBackwards: false, bytes: 100},
    {watcher: 'titan', source: 'stderr', from: {file: '8:2:0:0', offset: null}, isBackwards: true, bytes: null},
  ];
  expect(LOG_CODECS.readLogs.watchers?.({reads, bytes: 4_096})).toEqual(['neo4j', 'titan', 'titan']);
  expect(LOG_CODECS.readLogs.properties('', {reads, bytes: 4_096}, toSend)).toEqual({
    reads: [
      {watcher: 'NEO4J', source: 'stdout', back: true},
      {watcher: 'TITAN', source: 'logs/a.log', file: '8:1:0:0', offset: 7, back: false, bytes: 100},
      {watcher: 'TITAN', source: 'stderr', file: '8:2:0:0', back: true},
    ],
    bytes: 4_096,
    waiting: true,
  });
});

test('a piece is its bytes, whatever they are, and says how many are gone', () => {
  const piece = {
    data: Buffer.from([0, 255, 10]).toString('base64'),
    name: 'neo4j.log',
    start: {file: 'a', offset: 5},
    end: {file: 'a', offset: 8},
    modified: 2.5,
    left: 9,
    lost: null,
  };
  const [read, failed] = LOG_CODECS.readLogs.decode({reads: [piece, {error: 'no log \u001b here'}]}, names);
  expect(read).toEqual({...piece, kind: 'data', data: Buffer.from([0, 255, 10]), modified: 2_500});
  expect(failed).toEqual({kind: 'failed', reason: 'no log \\x1b here'});
});

test('what a node has deflated is as it was; what it only calls so is refused', () => {
  const piece = (data: Buffer) => ({data: data.toString('base64'), deflated: true, left: 0});
  const [read] = LOG_CODECS.readLogs.decode({reads: [piece(deflateSync('as it was\n'))]}, names);
  expect(read).toMatchObject({kind: 'data', data: Buffer.from('as it was\n')});
  const decode = (data: Buffer) => () => LOG_CODECS.readLogs.decode({reads: [piece(data)]}, names);
  expect(decode(Buffer.from('plain'))).toThrow(/data is not deflated/);
  expect(decode(deflateSync(Buffer.alloc(2_000_000)))).toThrow(/data is not deflated/);
});

test.each(['***', 'abc', 7])('data that is no base64 is refused: %s', data => {
  const piece = {data, left: 0};
  expect(() => LOG_CODECS.readLogs.decode({reads: [piece]}, names)).toThrow(/data is/);
});

test('what logs there are comes with times in milliseconds, and names that are safe to show', () => {
  const answer = {
    utcOffset: 3_600,
    sources: [
      {
        watcher: 'a\u001b',
        source: 'stdout',
        files: [{name: 'x', file: 'f', size: 3, modified: 1.5}],
        time: '%s',
        problem: null,
      },
      {watcher: 'b', source: 'stderr', files: [], time: null, problem: 'goes to no file'},
    ],
  };
  expect(LOG_CODECS.logSources.decode(answer, names)).toEqual({
    utcOffset: 3_600_000,
    sources: [
      {
        watcher: 'a\\x1b',
        source: 'stdout',
        files: [{name: 'x', file: 'f', size: 3, modified: 1_500}],
        time: '%s',
        problem: null,
      },
      {watcher: 'b', source: 'stderr', files: [], time: null, problem: 'goes to no file'},
    ],
  });
});
