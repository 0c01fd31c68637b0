import type {CallName} from '../model/calls.js';
import {type ConfiguredFile, type NodeInfo, PACKAGE_API, type ResetReply, type ServiceInfo} from '../model/service.js';
import {cleanText} from '../text/clean-text.js';
import {clean} from './clean.js';
import {cleanName} from './clean-name.js';
import {type Codec, type OutOfDate, READING} from './codec.js';
import {ProtocolError} from './errors.js';
import {healthOfRemoved, watcherHealth} from './health-codec.js';
import {count, flag, list, number, object, optional, pids, text} from './json.js';
import {LOG_CODECS, type LogCall} from './log-codecs.js';

/** Characters of a diff that are shown; the node itself cuts at 64 kB. */
const LONGEST_DIFF = 70_000;
const FILE_STATES: readonly ConfiguredFile['state'][] = ['unchanged', 'changed', 'new', 'removed'];

const MACHINE = /^[0-9a-f]{16}$/;

function machineOf(value: unknown): string | null {
  return typeof value === 'string' && MACHINE.test(value) ? value : null;
}

function samplesEvery(value: unknown, what: string): number {
  return number(object(value, what).every, 'every');
}

const UNREAD: Omit<NodeInfo, 'package' | 'api' | 'machine'> = {
  circus: 'unknown',
  address: null,
  load: 0,
  cores: 0,
  memory: {total: 0, available: 0},
  startsMissing: false,
  samplesEvery: null,
  services: [],
};

type PackageCall = Extract<CallName, 'nodeInfo' | 'health' | 'configure' | 'reset' | 'poll' | 'adopt'> | LogCall;

/** A dry run changes nothing. */
const UNLESS_DRY_RUN = {
  outdates: ({request}: {readonly request: {readonly isDryRun: boolean}}): readonly OutOfDate[] =>
    request.isDryRun ? [] : ['health'],
};

/** The calls that only a node with the package `circus/` knows; its README says what they answer. */
export const PACKAGE_CODECS: {readonly [Name in PackageCall]: Codec<Name>} = {
  nodeInfo: {
    command: 'node-info',
    ...READING,
    properties: () => ({waiting: true}),
    decode: answer => {
      const identity = {
        package: clean(answer.package, 'package'),
        api: count(answer.api, 'api'),
        machine: machineOf(answer.machine),
      };
      // Of a package of another age, nothing more can be read for sure.
      if (identity.api !== PACKAGE_API) return {...identity, ...UNREAD};
      const memory = object(answer.memory, 'memory');
      return {
        ...identity,
        circus: clean(answer.circus, 'circus'),
        address: optional(answer.address, 'address', clean),
        load: number(list(answer.load, 'load', number)[0], 'load'),
        cores: count(answer.cores, 'cores'),
        memory: {total: count(memory.total, 'total'), available: count(memory.available, 'available')},
        startsMissing: optional(answer.startsMissing, 'startsMissing', flag) ?? false,
        samplesEvery: optional(answer.samples, 'samples', samplesEvery),
        services: list(answer.services, 'services', serviceInfo),
      };
    },
  },
  health: {
    command: 'health',
    ...READING,
    properties: () => ({waiting: true}),
    decode: answer => {
      const watchers = Object.entries(object(answer.watchers, 'watchers'));
      const left = Object.entries(optional(answer.left, 'left', object) ?? {});
      return new Map([
        ...left.map(([name, orphans]) => [cleanName(name), healthOfRemoved(orphans)] as const),
        ...watchers.map(([name, health]) => [cleanName(name), watcherHealth(object(health, name))] as const),
      ]);
    },
  },
  configure: {
    command: 'configure',
    takesLock: false,
    ...UNLESS_DRY_RUN,
    properties: (watcher, {request}) => {
      const common = {watcher, waiting: true, dryRun: request.isDryRun, force: request.isForced};
      if (request.undo) return {...common, undo: true};
      const {address, cluster, members, variables, templates} = request;
      return {...common, address, cluster, members, variables, ...(templates === null ? {} : {templates})};
    },
    decode: answer => ({
      files: list(answer.files, 'files', configuredFile),
      identifier: optional(answer.identifier, 'identifier', count),
      isApplied: flag(answer.applied, 'applied'),
      waitsForRestart: text(answer.takesEffect, 'takesEffect') !== 'now',
    }),
  },
  reset: {
    command: 'reset',
    takesLock: false,
    ...UNLESS_DRY_RUN,
    properties: (watcher, {request: {data, logs, isDryRun, isWhole}}) => ({
      watcher,
      data,
      logs,
      dryRun: isDryRun,
      whole: isWhole,
      waiting: true,
    }),
    decode: answer => ({
      folders: list(answer.folders, 'folders', resetFolder),
      files: count(answer.files, 'files'),
      bytes: count(answer.bytes, 'bytes'),
    }),
  },
  poll: {
    ...READING,
    // Named so, a stream can never be a command of circus that changes something.
    command: ({command}) => `poll-${command}`,
    properties: (_watcher, {properties, cursor}) => ({
      ...properties,
      waiting: true,
      ...(cursor === null ? {} : {cursor}),
    }),
    decode: answer => ({
      cursor: text(answer.cursor, 'cursor'),
      items: list(answer.items, 'items', item => item),
      lost: answer.lost === undefined ? 0 : optional(answer.lost, 'lost', count),
      hasMore: optional(answer.more, 'more', flag) ?? false,
    }),
  },
  adopt: {
    command: 'adopt',
    takesLock: false,
    outdates: () => ['health'],
    properties: watcher => ({watcher, kill: true, waiting: true}),
    decode: answer => ({ended: pids(answer.ended, 'ended'), killed: pids(answer.killed ?? [], 'killed')}),
  },
  ...LOG_CODECS,
};

function serviceInfo(value: unknown): ServiceInfo {
  const service = object(value, 'a service');
  return {
    watcher: cleanName(text(service.watcher, 'watcher')),
    service: clean(service.service, 'service'),
    home: optional(service.home, 'home', clean),
    isInAll: flag(service.all, 'all'),
    startsTogether: flag(service.startTogether, 'startTogether'),
    resetsTogether: flag(service.resetTogether, 'resetTogether'),
    readyWithin: optional(service.within, 'within', milliseconds),
    needsConfigure: optional(service.needsConfigure, 'needsConfigure', flag),
    identifier: optional(service.identifier, 'identifier', count),
    disk: optional(service.disk, 'disk', (disk, what) => {
      const {total, free} = object(disk, what);
      return {total: count(total, 'total'), free: count(free, 'free')};
    }),
    error: optional(service.error, 'error', clean),
  };
}

function configuredFile(value: unknown): ConfiguredFile {
  const file = object(value, 'a file');
  const state = FILE_STATES.find(known => known === file.state);
  if (state === undefined) throw new ProtocolError('the state of a file is none that is known');
  return {file: clean(file.file, 'file'), state, diff: cleanLines(text(file.diff, 'diff'))};
}

function resetFolder(value: unknown): ResetReply['folders'][number] {
  const {folder, kind, files, bytes} = object(value, 'a folder');
  return {
    folder: clean(folder, 'folder'),
    kind: kind === 'logs' ? 'logs' : 'data',
    files: count(files, 'files'),
    bytes: count(bytes, 'bytes'),
  };
}

function milliseconds(value: unknown, what: string): number {
  return number(value, what) * 1_000;
}

/** Line breaks stay, and each line is whole: what two long ones differ in may be their ends. */
function cleanLines(lines: string): string {
  const clean = lines
    .slice(0, LONGEST_DIFF)
    .split('\n')
    .map(line => cleanText(line, LONGEST_DIFF))
    .join('\n');
  return lines.length > LONGEST_DIFF ? `${clean}\n...` : clean;
}
