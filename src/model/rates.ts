import type {MachineSample, NodeSample, SampledProcess, WatcherSample} from './sample.js';
import type {MachineFigures, NodeFigures, ProcessFigures, WatcherFigures} from './usage.js';

/** What was used between two samples of a node; `before` null, or of another life: only what holds at one moment is known. */
export function figuresOf(before: NodeSample | null, after: NodeSample): NodeFigures {
  const earlier = before === null || before.life !== after.life || before.time >= after.time ? null : before;
  const seconds = earlier === null ? 0 : after.time - earlier.time;
  const had = earlier?.watchers;
  const watchers = new Map<string, WatcherFigures>();
  after.watchers.forEach((sample, name) => {
    const from = earlier === null ? null : (had?.get(name)?.total ?? beginningOf(sample, earlier.uptime));
    watchers.set(name, watcherFigures(from, sample, seconds, after.uptime));
  });
  const own = earlier === null ? null : grown(cpuOf(earlier.own), cpuOf(after.own));
  return {
    machine: machineFigures(earlier?.machine ?? null, after.machine, seconds),
    own: {cpu: own === null ? null : (100 * own) / seconds, memory: after.own.resident},
    watchers,
  };
}

/** Each process of a watcher, in the node's order. Of one that has come since the sample before, all that it has used is of the time since. */
export function processFigures(
  before: NodeSample | null,
  after: NodeSample,
  watcher: string,
): readonly ProcessFigures[] {
  const earlier = before === null || before.life !== after.life || before.time >= after.time ? null : before;
  const known = new Map(earlier?.watchers.get(watcher)?.processes.map(each => [identity(each), each]));
  return (after.watchers.get(watcher)?.processes ?? []).map(process => {
    const {pid, parent, started, resident, threads} = process;
    const had = known.get(identity(process));
    const isNew = earlier !== null && had === undefined && started > earlier.uptime;
    const from = isNew ? NOTHING_USED : had;
    const seconds = earlier === null ? 0 : after.time - earlier.time;
    const rate = (figure: (used: Used) => number | null) =>
      from === undefined ? null : perSecond(grown(figure(from), figure(process)), seconds);
    const cpu = rate(cpuOf);
    return {
      pid,
      parent,
      started,
      age: Math.max(0, after.uptime - started),
      cpu: cpu === null ? null : 100 * cpu,
      memory: resident,
      threads,
      read: rate(({read}) => read),
      written: rate(({written}) => written),
    };
  });
}

type Used = Pick<SampledProcess, 'user' | 'system' | 'read' | 'written'>;

const NOTHING_USED: Used = {user: 0, system: 0, read: 0, written: 0};

function identity({pid, started}: SampledProcess): string {
  return `${pid} ${started}`;
}

function cpuOf({user, system}: {readonly user: number; readonly system: number}): number {
  return user + system;
}

/**
 * What a watcher that was not there yet had used by then. It began at nothing, unless there was one under its name before: its total
 * goes on, and how far that one had come is not known.
 */
function beginningOf({since}: WatcherSample, then: number): Used | null {
  return since !== null && since > then ? NOTHING_USED : null;
}

function watcherFigures(before: Used | null, after: WatcherSample, seconds: number, uptime: number): WatcherFigures {
  const {total, newest} = after;
  const cpu = before === null ? null : perSecond(grown(cpuOf(before), cpuOf(total)), seconds);
  return {
    cpu: cpu === null ? null : 100 * cpu,
    memory: after.resident,
    threads: after.threads,
    count: after.count,
    read: before === null ? null : perSecond(grown(before.read, total.read), seconds),
    written: before === null ? null : perSecond(grown(before.written, total.written), seconds),
    uptime: newest === null ? null : Math.max(0, uptime - newest),
  };
}

function machineFigures(before: MachineSample | null, after: MachineSample, seconds: number): MachineFigures {
  const [disksBefore, disksAfter] = [before?.disks, after.disks];
  const networks = sumOfRates(before?.networks, after.networks, seconds);
  const disks = sumOfRates(disksBefore, disksAfter, seconds);
  return {
    cpu: before === null ? null : shares(before.cpu, after.cpu),
    read: disks(({read}) => read),
    written: disks(({written}) => written),
    busy: busiest(disksBefore, disksAfter, seconds),
    received: networks(({received}) => received),
    sent: networks(({sent}) => sent),
  };
}

function shares(before: MachineSample['cpu'], after: MachineSample['cpu']): MachineFigures['cpu'] {
  // Time that waits for a disk can fall: the kernel says so of its own counter.
  const user = Math.max(0, after.user - before.user);
  const system = Math.max(0, after.system - before.system);
  const wait = Math.max(0, after.wait - before.wait);
  const steal = Math.max(0, after.steal - before.steal);
  const all = user + system + wait + steal + Math.max(0, after.idle - before.idle);
  if (all === 0) return null;
  const percent = (part: number) => (100 * part) / all;
  return {user: percent(user), system: percent(system), wait: percent(wait), steal: percent(steal)};
}

/** Adds up what those did that are in both; one whose counter began anew counts from 0. */
function sumOfRates<Device>(
  before: ReadonlyMap<string, Device> | undefined,
  after: ReadonlyMap<string, Device>,
  seconds: number,
): (counter: (device: Device) => number) => number | null {
  return counter => {
    if (before === undefined || seconds === 0) return null;
    let sum = 0;
    after.forEach((device, name) => {
      const earlier = before.get(name);
      if (earlier !== undefined) sum += grown(counter(earlier), counter(device)) ?? 0;
    });
    return sum / seconds;
  };
}

function busiest(
  before: MachineSample['disks'] | undefined,
  after: MachineSample['disks'],
  seconds: number,
): number | null {
  if (before === undefined || seconds === 0) return null;
  /** Below zero: there is none. */
  let most = -1;
  after.forEach((disk, name) => {
    const earlier = before.get(name);
    if (earlier !== undefined) most = Math.max(most, (100 * (grown(earlier.busy, disk.busy) ?? 0)) / seconds);
  });
  return most < 0 ? null : Math.min(100, most);
}

/** By how much a counter has grown; one that is lower than before began anew. Null where it may not be read. */
function grown(before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return after < before ? after : after - before;
}

function perSecond(amount: number | null, seconds: number): number | null {
  return amount === null || seconds === 0 ? null : amount / seconds;
}
