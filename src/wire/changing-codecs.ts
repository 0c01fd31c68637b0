import type {CallName, Calls, Resized} from '../model/calls.js';
import {cleanText} from '../text/clean-text.js';
import {cleanName} from './clean-name.js';
import {type Codec, READING, SEEN_BY_EVENTS} from './codec.js';
import {startedProcesses} from './health-codec.js';
import {count, flag, type JsonObject, object, optional} from './json.js';
import {cleanValue} from './reading-codecs.js';
import {startedAndKept, startedIn} from './started-and-kept.js';

type ChangingCall = Extract<
  CallName,
  'incr' | 'decr' | 'set' | 'get' | 'kill' | 'reload' | 'add' | 'remove' | 'reloadConfig' | 'shutdown'
>;

const LOCKING = {takesLock: true, ...SEEN_BY_EVENTS} as const;

/** What changes a watcher otherwise than `start`, `stop` and `restart`, and what tells whether it did. */
export const CHANGING_CODECS: {readonly [Name in ChangingCall]: Codec<Name>} = {
  incr: {command: 'incr', ...LOCKING, properties: resize, decode: resized},
  decr: {command: 'decr', ...LOCKING, properties: resize, decode: resized},
  set: {
    command: 'set',
    ...LOCKING,
    properties: (watcher, {options}) => ({name: watcher, options, waiting: true}),
    decode: () => null,
  },
  get: {
    command: 'get',
    ...READING,
    properties: (watcher, {keys}) => ({name: watcher, keys}),
    decode: answer => {
      const options = Object.entries(object(answer.options, 'options'));
      return new Map(options.map(([name, value]) => [cleanText(name), cleanValue(value)]));
    },
  },
  kill: {
    command: 'kill',
    takesLock: false,
    ...SEEN_BY_EVENTS,
    properties: (watcher, {pid, stopSignal, gracefulTimeout}) => ({
      name: watcher,
      waiting: true,
      ...(pid === null ? {} : {pid}),
      ...(stopSignal === null ? {} : {signum: stopSignal}),
      ...(gracefulTimeout === null ? {} : {graceful_timeout: gracefulTimeout}),
    }),
    decode: () => null,
  },
  reload: {
    command: 'reload',
    ...LOCKING,
    properties: (watcher, {isSequential}) => ({name: watcher, sequential: isSequential, waiting: true}),
    decode: startedAndKept,
  },
  add: {
    command: 'add',
    ...LOCKING,
    properties: (watcher, {cmd, options, isStarted}) => ({
      name: watcher,
      cmd,
      options,
      start: isStarted,
      waiting: true,
    }),
    decode: startedIn,
  },
  remove: {
    command: 'rm',
    ...LOCKING,
    // Of what is left of a watcher that is gone no event tells.
    outdates: () => ['health'],
    properties: (watcher, {leavesRunning}) => ({name: watcher, nostop: leavesRunning, waiting: true}),
    decode: () => null,
  },
  reloadConfig: {
    command: 'reloadconfig',
    ...LOCKING,
    outdates: () => ['health'],
    isOfNode: true,
    properties: waiting,
    decode: () => null,
  },
  shutdown: {
    command: 'quit',
    ...LOCKING,
    isOfNode: true,
    properties: waiting,
    decode: ({left}) => {
      if (left === undefined) return null;
      const orphans = Object.entries(object(left, 'left'));
      return new Map(orphans.map(([name, of]) => [cleanName(name), startedProcesses(of)]));
    },
  },
};

function waiting(): JsonObject {
  return {waiting: true};
}

/** Without `waiting` circus does not answer how many there are. */
function resize(watcher: string, {by}: Calls['incr']['args']): JsonObject {
  return {name: watcher, nb: by, waiting: true};
}

function resized({numprocesses, singleton}: JsonObject): Resized {
  return {
    wanted: count(numprocesses, 'numprocesses'),
    isSingleton: optional(singleton, 'singleton', flag) ?? false,
  };
}
