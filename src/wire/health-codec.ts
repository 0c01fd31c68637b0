import {CRASHES_KEPT, type ReportedCrashes} from '../model/crashes.js';
import type {LastStop, StartedProcess} from '../model/ending.js';
import type {Configured, Member, ReportedHealth} from '../model/service.js';
import type {Exit} from '../model/watcher.js';
import {cleanText} from '../text/clean-text.js';
import {clean} from './clean.js';
import {count, flag, type JsonObject, list, number, object, optional, pid, pids} from './json.js';

const KILLERS: readonly LastStop['killed'][number]['by'][] = ['circus', 'setting', 'operator', 'other'];

/** What it answers of a name that is no watcher any more: what was left running of it. @throws {ProtocolError} as below */
export function healthOfRemoved(orphans: unknown): ReportedHealth {
  return {
    service: null,
    isReady: null,
    since: null,
    answer: null,
    isStarting: false,
    restarts: 0,
    lastExit: null,
    ...orphansIn(orphans),
    lastStop: null,
    configured: null,
    edited: [],
    error: null,
    removing: null,
    log: [],
    isRemoved: true,
  };
}

/** Processes as the package tells of them. @throws {ProtocolError} as below */
export function startedProcesses(value: unknown): readonly StartedProcess[] {
  return list(value, 'processes', one => {
    const [of, name] = orphanName(one);
    return {pid: of, name: name === '' ? null : name};
  });
}

function orphansIn(value: unknown): Pick<ReportedHealth, 'orphans' | 'orphanNames'> {
  return {
    orphans: list(value, 'orphans', orphan => pid(object(orphan, 'an orphan').pid, 'pid')),
    orphanNames: new Map(list(value, 'orphans', orphanName).filter(([, name]) => name !== '')),
  };
}

/** What a node with the package answers of one watcher to `health`. @throws {ProtocolError} it is not what the package answers */
export function watcherHealth(health: JsonObject): ReportedHealth {
  return {
    service: optional(health.service, 'service', clean),
    isReady: optional(health.ready, 'ready', flag),
    since: optional(health.since, 'since', number),
    answer: optional(health.answer, 'answer', clean),
    isStarting: flag(health.starting, 'starting'),
    restarts: count(health.restarts, 'restarts'),
    lastExit: optional(health.lastExit, 'lastExit', exit),
    crashes: optional(health.crashes, 'crashes', crashes),
    ...orphansIn(health.orphans),
    ...(health.lastStop === undefined ? {} : {lastStop: optional(health.lastStop, 'lastStop', lastStop)}),
    configured: optional(health.configured, 'configured', configured),
    edited: list(health.edited, 'edited', clean),
    error: optional(health.error, 'error', clean),
    removing: optional(health.removing, 'removing', (removing, what) => {
      const {files, of} = object(removing, what);
      return {done: count(files, 'files'), of: count(of, 'of')};
    }),
    log: list(health.log, 'log', clean),
  };
}

function orphanName(orphan: unknown): readonly [number, string] {
  const {pid: ofOrphan, name} = object(orphan, 'an orphan');
  return [pid(ofOrphan, 'pid'), optional(name, 'name', clean) ?? ''];
}

function lastStop(value: unknown, what: string): LastStop {
  const stop = object(value, what);
  return {
    at: number(stop.at, 'at'),
    until: number(stop.until, 'until'),
    of: optional(stop.of, 'of', count),
    killed: list(stop.killed, 'killed', killed => {
      const {pid: ended, by} = object(killed, 'a killed one');
      return {pid: pid(ended, 'pid'), by: KILLERS.find(known => known === by) ?? 'other'};
    }),
    ended: pids(stop.ended, 'ended'),
    forced: pids(stop.forced, 'forced'),
  };
}

/** Null where neither is known, as another process collected the exit status. */
function exit(value: unknown, what: string): Exit | null {
  const {code, signal} = object(value, what);
  if (code === null && signal === null) return null;
  if (typeof signal === 'string') return {code: null, signal: cleanText(signal)};
  return {code: number(code, 'code'), signal: null};
}

function crashes(value: unknown, what: string): ReportedCrashes {
  const report = object(value, what);
  return {
    recent: Math.min(count(report.recent, 'recent'), CRASHES_KEPT),
    exit: optional(report.exit, 'exit', exit),
    asOf: number(report.at, 'at'),
    ...(report.ages === undefined
      ? {}
      : {ages: list(report.ages, 'ages', age => number(age, 'an age')).slice(-CRASHES_KEPT)}),
  };
}

function configured(value: unknown, what: string): Configured {
  const record = object(value, what);
  return {
    at: number(record.at, 'at'),
    address: clean(record.address, 'address'),
    cluster: clean(record.cluster, 'cluster'),
    identifier: count(record.identifier, 'identifier'),
    members: list(record.members, 'members', member),
  };
}

function member(value: unknown): Member {
  const {address, identifier} = object(value, 'a member');
  return {address: clean(address, 'address'), identifier: count(identifier, 'identifier')};
}
