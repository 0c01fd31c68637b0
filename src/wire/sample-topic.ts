import {flatSample} from '../model/flat-sample.js';
import type {NodeSample} from '../model/sample.js';
import {layoutOf, type SampleLayout, type ToldLayout} from '../model/sample-layout.js';
import {cleanName} from './clean-name.js';
import {ProtocolError} from './errors.js';
import {count, items, type JsonObject, list, number, object, optional, parseObject, pid, text} from './json.js';

/** The topic of what a node with our package sends each second on circus's event socket; `circus/README.md` says what is in it. */
export const SAMPLE_TOPIC = 'circusman.samples';

/** Whether the message is a sample; else it is an event. */
export function isSample([topic]: readonly Buffer[]): boolean {
  return topic !== undefined && topic.length === SAMPLE_TOPIC.length && topic.equals(TOPIC);
}

const TOPIC = Buffer.from(SAMPLE_TOPIC);

/** Reads the samples of one node. What it returns throws a ProtocolError when that is no sample as our package sends it. */
export function createSampleDecoder(): (frames: readonly Buffer[]) => NodeSample {
  let last: SampleLayout | null = null;
  return frames => {
    const {layout, numbers} = readSample(frames);
    // It is kept with each sample: one for all of them takes less room.
    last = layoutOf(layout, last);
    return flatSample(last, numbers);
  };
}

/** Numbers are put down in the order that `flatSample` has. */
function readSample([, bytes]: readonly Buffer[]): {
  readonly layout: ToldLayout;
  readonly numbers: readonly number[];
} {
  if (bytes === undefined) throw new ProtocolError('a sample without a body');
  const body = parseObject(bytes);
  const machine = object(body.machine, 'machine');
  const numbers = new Numbers();
  numbers.put(count(body.number, 'number'));
  numbers.put(number(body.time, 'time'));
  numbers.put(number(body.uptime, 'uptime'));
  numbers.put(optional(body.left, 'left', count) ?? 0);
  numbers.putAmounts(body.own, 'own', 4);
  numbers.put(count(machine.cores, 'cores'));
  numbers.putAmounts(machine.cpu, 'cpu', 5);
  numbers.putAmounts(machine.memory, 'memory', 2);
  numbers.putAmounts(machine.swap, 'swap', 2);
  numbers.putAmounts(machine.load, 'load', 3);
  const layout = {
    life: text(body.life, 'life'),
    disks: readDevices(numbers, machine.disks, 'disks', 3),
    networks: readDevices(numbers, machine.networks, 'networks', 2),
    homes: readByName(body.homes, 'homes', home => numbers.putAmounts(home, 'homes', 2)),
    watchers: readByName(body.watchers, 'watchers', watcher => readWatcher(numbers, watcher)),
  };
  readProcesses(numbers, object(body.watchers, 'watchers'));
  return {layout, numbers: numbers.all()};
}

function readWatcher(numbers: Numbers, value: unknown): void {
  const watcher = object(value, 'watchers');
  const [user, system, read, written] = tuple(watcher.total, 'total', 4);
  numbers.putAmount(user, 'user');
  numbers.putAmount(system, 'system');
  numbers.putKnown(read, 'read');
  numbers.putKnown(written, 'written');
  numbers.put(count(watcher.count, 'count'));
  numbers.putAmount(watcher.resident, 'resident');
  numbers.put(count(watcher.threads, 'threads'));
  numbers.putKnown(watcher.since, 'since');
  numbers.putKnown(watcher.newest, 'newest');
  numbers.put(items(watcher.processes, 'processes').length);
}

/** Of all watchers, behind what is known of these. */
function readProcesses(numbers: Numbers, watchers: JsonObject): void {
  for (const name in watchers) {
    for (const process of items(object(watchers[name], 'watchers').processes, 'processes'))
      readProcess(numbers, process);
  }
}

function readProcess(numbers: Numbers, process: unknown): void {
  const [id, parent, started, user, system, resident, threads, read, written] = tuple(process, 'processes', 9);
  numbers.put(pid(id, 'pid'));
  numbers.put(count(parent, 'parent'));
  numbers.putAmount(started, 'started');
  numbers.putAmount(user, 'user');
  numbers.putAmount(system, 'system');
  numbers.putAmount(resident, 'resident');
  numbers.put(count(threads, 'threads'));
  numbers.putKnown(read, 'read');
  numbers.putKnown(written, 'written');
}

/** Names as keys, each made safe to show. */
function readByName(value: unknown, what: string, read: (item: unknown) => void): readonly string[] {
  return Object.entries(object(value, what)).map(([name, item]) => {
    read(item);
    return cleanName(name);
  });
}

/** A list of devices: the name of each, and its counters. */
function readDevices(numbers: Numbers, value: unknown, what: string, counters: number): readonly string[] {
  return list(value, what, item => {
    const [name, ...rest] = tuple(item, what, counters + 1);
    numbers.putAmounts(rest, what, counters);
    return cleanName(text(name, what));
  });
}

/** A list of numbers that are each checked before they are put into it. */
class Numbers {
  #count = 0;

  put(value: number): void {
    room[this.#count++] = value;
  }

  /** Zero or more. */
  putAmount(value: unknown, what: string): void {
    const checked = number(value, what);
    if (checked < 0) throw new ProtocolError(`${what} is less than zero`);
    this.put(checked);
  }

  /** The first ones of a list. */
  putAmounts(value: unknown, what: string, length: number): void {
    const items = tuple(value, what, length);
    for (let index = 0; index < length; index++) this.putAmount(items[index], what);
  }

  /** Null: it may not be read. Missing: an older package does not tell it. */
  putKnown(value: unknown, what: string): void {
    if (value === null || value === undefined) this.put(Number.NaN);
    else this.putAmount(value, what);
  }

  all(): readonly number[] {
    return room.slice(0, this.#count);
  }
}

/** Where the numbers of a sample are put together. Its first one keeps V8 from making an object of each that is not whole. */
const room: number[] = [0.5];

function tuple(value: unknown, what: string, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < length) throw new ProtocolError(`${what} is not a list of ${length}`);
  return value;
}
