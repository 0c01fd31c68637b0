import type {CallName, Calls, ListedProcesses} from '../model/calls.js';
import type {StartedProcess} from '../model/ending.js';
import {formatCount} from '../model/figures.js';
import {MOST_WATCHERS, type WatcherState} from '../model/watcher.js';
import {cleanText} from '../text/clean-text.js';
import {CHANGING_CODECS} from './changing-codecs.js';
import {cleanName} from './clean-name.js';
import {type Codec, type OutOfDate, READING, SEEN_BY_EVENTS} from './codec.js';
import {DETAILS_CODECS} from './details-codecs.js';
import {ProtocolError} from './errors.js';
import {count, flag, type JsonObject, list, number, object, optional, pid, pids, text} from './json.js';
import {PACKAGE_CODECS} from './package-codecs.js';
import {READING_CODECS} from './reading-codecs.js';
import {startedAndKept} from './started-and-kept.js';

const WATCHER_OPTIONS = ['numprocesses', 'graceful_timeout', 'warmup_delay', 'respawn', 'on_demand', 'stop_signal'];
/** Seconds, circus's own default in an ini. */
const CHECK_DELAY = 5;

/** What is wrong with a node that would take all memory. */
export const TOO_MANY_WATCHERS = `has more than ${formatCount(MOST_WATCHERS)} watchers`;

/** Every call that circusman can send. */
export const CODECS: {readonly [Name in CallName]: Codec<Name>} = {
  ...DETAILS_CODECS,
  ...CHANGING_CODECS,
  ...READING_CODECS,
  statuses: {
    command: 'status',
    ...READING,
    properties: () => ({}),
    decode: (answer, names) => {
      const entries = Object.entries(object(answer.statuses, 'statuses'));
      if (entries.length > MOST_WATCHERS) throw new ProtocolError(TOO_MANY_WATCHERS);
      const shown = names.learn(entries.map(([name]) => name));
      return new Map(entries.map(([name, state], index) => [shown[index] ?? name, watcherState(state)]));
    },
  },
  status: {
    command: 'status',
    ...READING,
    properties: watcher => ({name: watcher}),
    decode: answer => watcherState(answer.status),
  },
  processes: {
    command: 'list',
    ...READING,
    properties: watcher => ({name: watcher}),
    decode: answer => pids(answer.pids, 'pids'),
  },
  options: {
    command: 'get',
    ...READING,
    properties: watcher => ({name: watcher, keys: WATCHER_OPTIONS}),
    decode: answer => {
      const options = object(answer.options, 'options');
      return {
        wanted: count(options.numprocesses, 'numprocesses'),
        gracefulTimeout: number(options.graceful_timeout, 'graceful_timeout') * 1_000,
        ...(options.stop_signal === undefined ? {} : {stopSignal: count(options.stop_signal, 'stop_signal')}),
        warmupDelay: number(options.warmup_delay, 'warmup_delay') * 1_000,
        // circus's own default.
        respawns: optional(options.respawn, 'respawn', flag) ?? true,
        isOnDemand: optional(options.on_demand, 'on_demand', flag) ?? false,
      };
    },
  },
  children: {
    command: 'stats',
    ...READING,
    properties: watcher => ({name: watcher}),
    decode: answer => {
      const processes = Object.entries(object(answer.info, 'info'));
      return {
        pids: processes.map(([each]) => pid(Number(each), 'a process')),
        started: processes.flatMap(([, process]) => children(process)),
      };
    },
  },
  everyProcess: {
    command: 'stats',
    ...READING,
    properties: () => ({}),
    decode: answer => {
      const watchers = Object.entries(object(answer.infos, 'infos'));
      return new Map(watchers.map(([name, info]) => [cleanName(name), listedProcesses(object(info, 'infos'))]));
    },
  },
  endpoints: {
    command: 'globaloptions',
    ...READING,
    properties: () => ({}),
    decode: answer => {
      const options = object(answer.options, 'options');
      return {
        endpoints: {
          commands: text(options.endpoint, 'endpoint'),
          events: text(options.pubsub_endpoint, 'pubsub_endpoint'),
          statistics: text(options.stats_endpoint, 'stats_endpoint'),
        },
        checkDelay: (optional(options.check_delay, 'check_delay', number) ?? CHECK_DELAY) * 1_000,
      };
    },
  },
  identity: {
    command: 'dstats',
    ...READING,
    properties: () => ({}),
    decode: answer => {
      const info = object(answer.info, 'info');
      return {pid: pid(info.pid, 'pid'), startedAt: number(info.create_time, 'create_time')};
    },
  },
  start: {command: 'start', takesLock: true, ...SEEN_BY_EVENTS, properties: exactly, decode: startedAndKept},
  stop: {command: 'stop', takesLock: true, ...SEEN_BY_EVENTS, properties: exactly, decode: () => null},
  restart: {command: 'restart', takesLock: true, ...SEEN_BY_EVENTS, properties: exactly, decode: startedAndKept},
  signal: {
    command: 'signal',
    takesLock: false,
    ...SEEN_BY_EVENTS,
    properties: (watcher, {signal, pid}) =>
      pid === null ? {name: watcher, signum: signal} : {name: watcher, signum: signal, pid},
    decode: () => null,
  },
  ...PACKAGE_CODECS,
};

/** What this call makes out of date, once it was answered. */
export function outdatedBy<Name extends CallName>(name: Name, args: Calls[Name]['args']): readonly OutOfDate[] {
  const codec: Codec<Name> = CODECS[name];
  return codec.outdates(args);
}

/** @throws ProtocolError when it is no text; a word that circus does not have is `unknown` */
function watcherState(state: unknown): WatcherState {
  const word = text(state, 'a status');
  switch (word) {
    case 'active':
      return 'running';
    case 'stopped':
    case 'starting':
    case 'stopping':
      return word;
    default:
      return 'unknown';
  }
}

/** circus has a sentence instead of figures for a process that has ended. */
function listedProcesses(info: JsonObject): ListedProcesses {
  const processes = Object.entries(info).map(([each, figures]) => ({pid: pid(Number(each), 'a process'), figures}));
  const isLive = ({figures}: {readonly figures: unknown}) => typeof figures !== 'string';
  return {
    live: processes.filter(isLive).map(each => each.pid),
    ended: processes.filter(each => !isLive(each)).map(each => each.pid),
  };
}

/** A child that has ended, and that its parent did not collect, has no memory. */
function children(process: unknown): readonly StartedProcess[] {
  if (typeof process === 'string') return [];
  return list(object(process, 'a process').children, 'children', child => object(child, 'a child'))
    .filter(({mem_info1}) => mem_info1 !== '0B')
    .map(child => ({pid: pid(child.pid, 'pid'), name: nameOf(child.cmdline)}));
}

function nameOf(cmdline: unknown): string | null {
  return typeof cmdline === 'string' && cmdline !== 'N/A' ? cleanText(cmdline) : null;
}

/** Without `match: simple` circus reads a name as a pattern; without `waiting` it answers before anything is done. */
function exactly(watcher: string): JsonObject {
  return {name: watcher, match: 'simple', waiting: true};
}
