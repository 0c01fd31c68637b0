import type {CallName} from '../model/calls.js';
import type {ProcessCommand, Setting, ToldProcess} from '../model/node-details.js';
import {cleanText} from '../text/clean-text.js';
import {cleanName} from './clean-name.js';
import {type Codec, READING} from './codec.js';
import {isObject, list, number, object, optional, pid, text} from './json.js';

/** Every watcher has these; circus refuses a `get` with one that it does not know. `env` is asked for by itself. */
const SETTINGS = [
  'cmd',
  'args',
  'executable',
  'working_dir',
  'shell',
  'uid',
  'gid',
  'numprocesses',
  'singleton',
  'respawn',
  'max_retry',
  'max_age',
  'warmup_delay',
  'graceful_timeout',
  'stop_signal',
  'stop_children',
  'send_hup',
  'on_demand',
  'priority',
  'copy_env',
  'use_sockets',
  'stdout_stream_conf',
  'stderr_stream_conf',
];

/** Characters of a value that are shown. */
const LONGEST = 4_096;

type DetailsCall = Extract<CallName, 'commandLines' | 'toldProcesses' | 'signalProcess' | 'settings' | 'environment'>;

/** What the screen of a node asks for, and a signal to one of its processes. */
export const DETAILS_CODECS: {readonly [Name in DetailsCall]: Codec<Name>} = {
  commandLines: {
    command: 'processes',
    ...READING,
    properties: () => ({waiting: true}),
    decode: answer => {
      const watchers = Object.entries(object(answer.watchers, 'watchers'));
      return new Map(watchers.map(([name, processes]) => [cleanName(name), list(processes, name, processCommand)]));
    },
  },
  toldProcesses: {
    command: 'stats',
    ...READING,
    properties: watcher => ({name: watcher}),
    decode: answer => Object.values(object(answer.info, 'info')).flatMap(info => told(info, null)),
  },
  signalProcess: {
    command: 'signal-process',
    takesLock: false,
    outdates: () => [],
    properties: (watcher, {pid: id, started, signal}) => ({
      watcher,
      pid: id,
      signal,
      waiting: true,
      ...(started === null ? {} : {started}),
    }),
    decode: () => null,
  },
  settings: {
    command: 'get',
    ...READING,
    properties: watcher => ({name: watcher, keys: SETTINGS}),
    decode: answer => settingsIn(object(answer.options, 'options')),
  },
  environment: {
    command: 'get',
    ...READING,
    properties: watcher => ({name: watcher, keys: ['env']}),
    decode: answer => {
      const {env} = object(answer.options, 'options');
      return isObject(env) ? settingsIn(env) : [];
    },
  },
};

/** A process and those that it has started. One that ended meanwhile is told by a word in place of an object, and left out. */
function told(value: unknown, parent: number | null): readonly ToldProcess[] {
  if (!isObject(value)) return [];
  const id = pid(value.pid, 'pid');
  const own = {
    pid: id,
    parent,
    program: typeof value.cmdline === 'string' && value.cmdline !== 'N/A' ? cleanText(value.cmdline, LONGEST) : null,
    memory: typeof value.mem_info1 === 'string' ? bytesIn(value.mem_info1) : null,
    startedAt: typeof value.create_time === 'number' ? value.create_time : null,
  };
  const children = Array.isArray(value.children) ? value.children : [];
  return [own, ...children.flatMap(child => told(child, parent ?? id))];
}

/** "3M", "512K", "N/A", as circus writes them. */
function bytesIn(written: string): number | null {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([BKMGTP]?)$/.exec(written) ?? [];
  return digits === undefined ? null : Number(digits) * 1_024 ** Math.max(0, 'BKMGTP'.indexOf(unit));
}

function processCommand(value: unknown, what: string): ProcessCommand {
  const process = object(value, what);
  return {
    pid: pid(process.pid, 'pid'),
    started: number(process.started, 'started'),
    command: cleanText(text(process.command, 'command'), LONGEST),
    user: optional(process.user, 'user', (user, name) => cleanText(text(user, name))),
  };
}

/** Those that are not set are left out. */
function settingsIn(options: Readonly<Record<string, unknown>>): readonly Setting[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
      return [];
    if (isObject(value) && Object.keys(value).length === 0) return [];
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return [{name: cleanText(name), value: cleanText(shown, LONGEST)}];
  });
}
