import {describe, expect, test} from '@jest/globals';
import type {Exit} from '../../src/model/watcher.js';
import type {Occurrence} from '../../src/store/event-entry.js';
import {eventText, exitInWords} from '../../src/wording/event.js';

const code = (number: number): Exit => ({code: number, signal: null});
const signal = (name: string): Exit => ({code: null, signal: name});

test.each<[Exit, string]>([
  [code(0), 'exited 0'],
  [code(3), 'exited 3'],
  [code(126), 'exited 126: the program could not be executed'],
  [code(127), 'exited 127: the program was not found'],
  [code(130), 'exited 130: ended on SIGINT'],
  [code(134), 'exited 134: ended on SIGABRT'],
  [code(137), 'exited 137: ended on SIGKILL, perhaps out of memory'],
  [code(139), 'exited 139: ended on SIGSEGV'],
  [code(143), 'exited 143: ended on SIGTERM'],
  [signal('SIGKILL'), 'killed SIGKILL, perhaps out of memory'],
  [signal('SIGSEGV'), 'killed SIGSEGV'],
])('%j reads "%s"', (exit, text) => {
  expect(exitInWords(exit)).toBe(text);
});

describe('what happened reads', () => {
  const by = {who: 'root@control', how: 'bar'} as const;
  const began = {kind: 'job-began', job: 3, text: 'stop x on a,b', isDryRun: false, targets: 2, nodes: []} as const;
  test.each<[Occurrence, string]>([
    [{...began, by}, 'job #3 began: stop x on a,b, by root@control (bar)'],
    [{...began, by: null}, 'job #3 began: stop x on a,b'],
    [
      {
        kind: 'job-ended',
        job: 3,
        text: 'stop x on a,b',
        counts: new Map([
          ['ok', 1],
          ['timed-out', 1],
        ] as const),
        nodes: [],
      },
      'job #3 ended: stop x on a,b: 1 ok, 1 timed-out',
    ],
    [
      {kind: 'job-ended', job: 3, text: 'cluster', counts: new Map(), nodes: []},
      'job #3 ended: cluster: it had no target',
    ],
    [{kind: 'joined'}, 'put into the cluster'],
    [{kind: 'left'}, 'taken out of the cluster'],
    [
      {kind: 'crashed', pid: 7, exit: code(143), replacedBy: 9},
      'process 7 exited 143: ended on SIGTERM, respawned as 9',
    ],
    [
      {kind: 'may-be-missing', count: null, why: 'restarted'},
      'events may be missing here: its circusd was started anew',
    ],
    [
      {kind: 'may-be-missing', count: 1, why: 'not-kept'},
      '1 event is missing here: there were more than the node keeps',
    ],
    [
      {kind: 'may-be-missing', count: 12_000, why: 'not-kept'},
      '12,000 events are missing here: there were more than the node keeps',
    ],
    [{kind: 'configured', files: [{file: 'conf/a', state: 'new'}]}, 'configured: conf/a new'],
    [
      {kind: 'configured', files: ['a', 'b', 'c', 'd', 'e'].map(file => ({file, state: 'changed'}))},
      'configured: a changed, b changed, c changed and 2 more',
    ],
  ])('%#: %j', (occurrence, text) => {
    expect(eventText({node: 'a', ...occurrence})).toBe(text);
  });
});
