import type {MachineSample, NodeSample, OwnSample, SampledProcess, Space, WatcherSample} from './sample.js';
import type {SampleLayout} from './sample-layout.js';

/**
 * A sample as one list of numbers; what is read of it is made anew each time. Of each node the last two are kept, for two seconds: as
 * trees of some hundred objects those of a thousand nodes would all become old in the heap, and garbage there.
 *
 * @param numbers in this order: number, time, uptime, left; of circusd: user, system, resident, threads; of the machine: cores, its five
 *   kinds of CPU, memory total and available, swap total and free, three loads; of each disk: read, written, busy; of each network:
 *   received, sent; of each home: total, free; of each watcher: user, system, read, written, count, resident, threads, since, newest, how many
 *   processes are listed, and of each of these: pid, parent, started, user, system, resident, threads, read, written. NaN: it is
 *   not known.
 */
export function flatSample(layout: SampleLayout, numbers: readonly number[]): NodeSample {
  return new FlatSample(layout, numbers);
}

const OWN = 4;
const MACHINE = 8;
const DEVICES = 21;
/** How many numbers there are of each. */
const OF_DISK = 3;
const OF_NETWORK = 2;
const OF_HOME = 2;
const OF_WATCHER = 10;
const OF_PROCESS = 9;

class FlatSample implements NodeSample {
  readonly #layout: SampleLayout;
  readonly #numbers: readonly number[];

  constructor(layout: SampleLayout, numbers: readonly number[]) {
    this.#layout = layout;
    this.#numbers = numbers;
  }

  get life(): string {
    return this.#layout.life;
  }

  get number(): number {
    return at(this.#numbers, 0);
  }

  get time(): number {
    return at(this.#numbers, 1);
  }

  get uptime(): number {
    return at(this.#numbers, 2);
  }

  get left(): number {
    return at(this.#numbers, 3);
  }

  get own(): OwnSample {
    const numbers = this.#numbers;
    return {
      user: at(numbers, OWN),
      system: at(numbers, OWN + 1),
      resident: at(numbers, OWN + 2),
      threads: at(numbers, OWN + 3),
    };
  }

  get machine(): MachineSample {
    return new FlatMachine(this.#layout, this.#numbers);
  }

  get homes(): ReadonlyMap<string, Space> {
    return named(this.#layout.homes, this.#homesAt(), OF_HOME, place => spaceAt(this.#numbers, place));
  }

  get watchers(): ReadonlyMap<string, WatcherSample> {
    const {homes, watchers} = this.#layout;
    const numbers = this.#numbers;
    const found = new Map<string, WatcherSample>();
    let place = this.#homesAt() + OF_HOME * homes.length;
    for (const name of watchers) {
      found.set(name, new FlatWatcher(numbers, place));
      place += OF_WATCHER + OF_PROCESS * at(numbers, place + OF_WATCHER - 1);
    }
    return found;
  }

  #homesAt(): number {
    const {disks, networks} = this.#layout;
    return DEVICES + OF_DISK * disks.length + OF_NETWORK * networks.length;
  }
}

class FlatMachine implements MachineSample {
  readonly #layout: SampleLayout;
  readonly #numbers: readonly number[];

  constructor(layout: SampleLayout, numbers: readonly number[]) {
    this.#layout = layout;
    this.#numbers = numbers;
  }

  get cores(): number {
    return at(this.#numbers, MACHINE);
  }

  get cpu(): MachineSample['cpu'] {
    const numbers = this.#numbers;
    return {
      user: at(numbers, MACHINE + 1),
      system: at(numbers, MACHINE + 2),
      wait: at(numbers, MACHINE + 3),
      steal: at(numbers, MACHINE + 4),
      idle: at(numbers, MACHINE + 5),
    };
  }

  get memory(): MachineSample['memory'] {
    return {total: at(this.#numbers, MACHINE + 6), available: at(this.#numbers, MACHINE + 7)};
  }

  get swap(): Space {
    return spaceAt(this.#numbers, MACHINE + 8);
  }

  get load(): MachineSample['load'] {
    return [at(this.#numbers, MACHINE + 10), at(this.#numbers, MACHINE + 11), at(this.#numbers, MACHINE + 12)];
  }

  get disks(): MachineSample['disks'] {
    const read = (place: number) => ({
      read: at(this.#numbers, place),
      written: at(this.#numbers, place + 1),
      busy: at(this.#numbers, place + 2),
    });
    return named(this.#layout.disks, DEVICES, OF_DISK, read);
  }

  get networks(): MachineSample['networks'] {
    const read = (place: number) => ({received: at(this.#numbers, place), sent: at(this.#numbers, place + 1)});
    return named(this.#layout.networks, DEVICES + OF_DISK * this.#layout.disks.length, OF_NETWORK, read);
  }
}

/** It is its own total. */
class FlatWatcher implements WatcherSample {
  readonly #numbers: readonly number[];
  readonly #place: number;

  constructor(numbers: readonly number[], place: number) {
    this.#numbers = numbers;
    this.#place = place;
  }

  get total(): WatcherSample['total'] {
    return this;
  }

  get user(): number {
    return at(this.#numbers, this.#place);
  }

  get system(): number {
    return at(this.#numbers, this.#place + 1);
  }

  get read(): number | null {
    return known(at(this.#numbers, this.#place + 2));
  }

  get written(): number | null {
    return known(at(this.#numbers, this.#place + 3));
  }

  get count(): number {
    return at(this.#numbers, this.#place + 4);
  }

  get resident(): number {
    return at(this.#numbers, this.#place + 5);
  }

  get threads(): number {
    return at(this.#numbers, this.#place + 6);
  }

  get since(): number | null {
    return known(at(this.#numbers, this.#place + 7));
  }

  get newest(): number | null {
    return known(at(this.#numbers, this.#place + 8));
  }

  get processes(): readonly SampledProcess[] {
    const first = this.#place + OF_WATCHER;
    const processes: SampledProcess[] = [];
    const end = first + OF_PROCESS * at(this.#numbers, first - 1);
    for (let place = first; place < end; place += OF_PROCESS) processes.push(processAt(this.#numbers, place));
    return processes;
  }
}

function processAt(numbers: readonly number[], place: number): SampledProcess {
  return {
    pid: at(numbers, place),
    parent: at(numbers, place + 1),
    started: at(numbers, place + 2),
    user: at(numbers, place + 3),
    system: at(numbers, place + 4),
    resident: at(numbers, place + 5),
    threads: at(numbers, place + 6),
    read: known(at(numbers, place + 7)),
    written: known(at(numbers, place + 8)),
  };
}

function spaceAt(numbers: readonly number[], place: number): Space {
  return {total: at(numbers, place), free: at(numbers, place + 1)};
}

/** Of each name what begins at its place; each has so many numbers. */
function named<Item>(
  names: readonly string[],
  first: number,
  numbers: number,
  read: (place: number) => Item,
): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  let place = first;
  for (const name of names) {
    found.set(name, read(place));
    place += numbers;
  }
  return found;
}

function at(numbers: readonly number[], place: number): number {
  return numbers[place] ?? Number.NaN;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
