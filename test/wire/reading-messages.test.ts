import {describe, expect, test} from '@jest/globals';
import {onlyReads} from '../../src/wire/reading-messages.js';

/** All 25 commands of circusctl 0.19, and those of the package, with what makes each of them read; null: nothing does. */
const MESSAGES: readonly (readonly [command: string, reads: object | null])[] = [
  ['add', null],
  ['decr', null],
  ['dstats', {}],
  ['get', {name: 'a', keys: ['cmd']}],
  ['globaloptions', {}],
  ['incr', null],
  ['ipython', null],
  ['kill', null],
  ['list', {}],
  ['listen', null],
  ['listsockets', {}],
  ['numprocesses', {}],
  ['numwatchers', {}],
  ['options', {name: 'a'}],
  ['quit', null],
  ['reload', null],
  ['reloadconfig', null],
  ['restart', null],
  ['rm', null],
  ['set', null],
  ['signal', null],
  ['start', null],
  ['stats', {}],
  ['status', {}],
  ['stop', null],
  ['node-info', {}],
  ['health', {}],
  ['processes', {}],
  ['poll-events', {}],
  ['log-sources', {}],
  ['log', {reads: []}],
  ['log-find', {}],
  ['configure', {watcher: 'a', dryRun: true}],
  ['reset', {watcher: 'a', dryRun: true}],
  ['adopt', null],
  ['signal-process', null],
];

describe('of the messages to circusd only those that read pass', () => {
  test.each(MESSAGES)('%s %j', (command, reads) => {
    expect(onlyReads(command, {...reads})).toBe(reads !== null);
  });

  test.each(MESSAGES.filter(([, reads]) => reads === null))('%s with whatever is given to it does not', command => {
    for (const given of [{}, {dryRun: true}, {name: 'a', waiting: true, dryRun: true}])
      expect(onlyReads(command, given)).toBe(false);
  });

  test.each([{}, {dryRun: false}, {dryRun: 'true'}, {dryRun: 1}, {dryRun: null}, {dryrun: true}, {'dryRun ': true}])(
    'configure and reset that are no dry run do not: %j',
    properties => {
      expect(onlyReads('configure', properties)).toBe(false);
      expect(onlyReads('reset', properties)).toBe(false);
    },
  );

  // circus takes capitals for small letters.
  test.each(['STOP', 'Set', 'QUIT', 'Configure', 'STATUS', ' status', 'status\n', '', 'poll-stop', 'constructor'])(
    'nor does what is not spelled so: %j',
    command => expect(onlyReads(command, {})).toBe(false),
  );
});
