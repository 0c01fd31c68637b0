import type {MachineSample, NodeSample, OwnSample, SampledProcess, Space, WatcherSample} from '../model/sample.js';
import {cleanName} from './clean-name.js';
import {ProtocolError} from './errors.js';
import {count, type JsonObject, list, number, object, parseObject, pid, text} from './json.js';

/** The topic of what a node with our package sends each second on circus's event socket; `circus/README.md` says what is in it. */
export const SAMPLE_TOPIC = 'circusman.samples';

/** Whether the message is a sample; else it is an event. */
export function isSample([topic]: readonly Buffer[]): boolean {
  return topic !== undefined && topic.length === SAMPLE_TOPIC.length && topic.equals(TOPIC);
}

const TOPIC = Buffer.from(SAMPLE_TOPIC);

/** @throws ProtocolError when it is no sample as our package sends it */
export function decodeSample([, bytes]: readonly Buffer[]): NodeSample {
  if (bytes === undefined) throw new ProtocolError('a sample without a body');
  const body = parseObject(bytes);
  const own = amounts(body.own, 'own', 4);
  return {
    life: text(body.life, 'life'),
    number: count(body.number, 'number'),
    time: number(body.time, 'time'),
    uptime: number(body.uptime, 'uptime'),
    own: ownSample(own),
    machine: machineSample(object(body.machine, 'machine')),
    homes: byName(body.homes, 'homes', space),
    watchers: byName(body.watchers, 'watchers', (value, name) => watcherSample(object(value, name))),
  };
}

function ownSample([user = 0, system = 0, resident = 0, threads = 0]: readonly number[]): OwnSample {
  return {user, system, resident, threads};
}

function machineSample(machine: JsonObject): MachineSample {
  const [user = 0, system = 0, wait = 0, steal = 0, idle = 0] = amounts(machine.cpu, 'cpu', 5);
  const [total = 0, available = 0] = amounts(machine.memory, 'memory', 2);
  const [one = 0, five = 0, fifteen = 0] = amounts(machine.load, 'load', 3);
  return {
    cores: count(machine.cores, 'cores'),
    cpu: {user, system, wait, steal, idle},
    memory: {total, available},
    swap: space(machine.swap, 'swap'),
    load: [one, five, fifteen],
    disks: devices(machine.disks, 'disks', 3, ([read = 0, written = 0, busy = 0]) => ({read, written, busy})),
    networks: devices(machine.networks, 'networks', 2, ([received = 0, sent = 0]) => ({received, sent})),
  };
}

function watcherSample(watcher: JsonObject): WatcherSample {
  const total = tuple(watcher.total, 'total', 4);
  return {
    total: {...cpu(total[0], total[1]), ...storage(total[2], total[3])},
    count: count(watcher.count, 'count'),
    resident: amount(watcher.resident, 'resident'),
    threads: count(watcher.threads, 'threads'),
    processes: list(watcher.processes, 'processes', sampledProcess),
  };
}

function sampledProcess(value: unknown, what: string): SampledProcess {
  const [id, parent, started, user, system, resident, threads, read, written] = tuple(value, what, 9);
  return {
    pid: pid(id, 'pid'),
    parent: count(parent, 'parent'),
    started: amount(started, 'started'),
    ...cpu(user, system),
    resident: amount(resident, 'resident'),
    threads: count(threads, 'threads'),
    ...storage(read, written),
  };
}

function cpu(user: unknown, system: unknown): {readonly user: number; readonly system: number} {
  return {user: amount(user, 'user'), system: amount(system, 'system')};
}

function storage(read: unknown, written: unknown): {readonly read: number | null; readonly written: number | null} {
  return {
    read: read === null ? null : amount(read, 'read'),
    written: written === null ? null : amount(written, 'written'),
  };
}

function space(value: unknown, what: string): Space {
  const [total = 0, free = 0] = amounts(value, what, 2);
  return {total, free};
}

/** Names as keys, each made safe to show. */
function byName<Item>(
  value: unknown,
  what: string,
  read: (item: unknown, name: string) => Item,
): ReadonlyMap<string, Item> {
  const named = Object.entries(object(value, what));
  return new Map(named.map(([name, item]) => [cleanName(name), read(item, what)]));
}

/** A list of devices: the name of each, and its counters. */
function devices<Device>(
  value: unknown,
  what: string,
  counters: number,
  make: (counters: readonly number[]) => Device,
): ReadonlyMap<string, Device> {
  const each = list(value, what, item => {
    const [name, ...rest] = tuple(item, what, counters + 1);
    return [cleanName(text(name, what)), make(amounts(rest, what, counters))] as const;
  });
  return new Map(each);
}

/** The list itself, once it is seen to hold such numbers: a thousand nodes send several a second. */
function amounts(value: unknown, what: string, length: number): readonly number[] {
  const items = tuple(value, what, length);
  if (areAmounts(items)) return items;
  throw new ProtocolError(`${what} holds something else than amounts`);
}

function areAmounts(items: readonly unknown[]): items is readonly number[] {
  return items.every(item => typeof item === 'number' && Number.isFinite(item) && item >= 0);
}

function tuple(value: unknown, what: string, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < length) throw new ProtocolError(`${what} is not a list of ${length}`);
  return value;
}

/** Zero or more. */
function amount(value: unknown, what: string): number {
  const checked = number(value, what);
  if (checked < 0) throw new ProtocolError(`${what} is less than zero`);
  return checked;
}
