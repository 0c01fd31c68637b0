import {at, FlatCpu, FlatDisk, FlatNetwork, FlatWatcher, processAt, spaceAt} from './flat-parts.js';
import {ReadMap} from './names.js';
import type {MachineSample, NodeSample, OwnSample, SampledProcess, Space, WatcherSample} from './sample.js';
import type {SampleLayout} from './sample-layout.js';

/**
 * A sample as one list of numbers; what is read of it is made anew each time. Of each node the last two are kept, for two seconds: as
 * trees of some hundred objects those of a thousand nodes would all become old in the heap, and garbage there.
 *
 * @param numbers in this order: number, time, uptime, left; of circusd: user, system, resident, threads; of the machine: cores, its five
 *   kinds of CPU, memory total and available, swap total and free, three loads; of each disk: read, written, busy; of each network:
 *   received, sent; of each home: total, free; of each watcher: user, system, read, written, count, resident, threads, since, newest, how many
 *   processes are listed; of each of these, watcher by watcher: pid, parent, started, user, system, resident, threads, read, written. NaN:
 *   it is not known.
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
    const first = this.#homesAt();
    return new ReadMap(this.#layout.homes, index => spaceAt(this.#numbers, first + OF_HOME * index));
  }

  get watchers(): ReadonlyMap<string, WatcherSample> {
    const {watchers} = this.#layout;
    const first = this.#watchersAt();
    return new ReadMap(watchers, index => new FlatWatcher(this.#numbers, first + OF_WATCHER * index, this, index));
  }

  /** Of the watcher of that place: they lie behind those of the watchers before it. */
  processesOf(index: number): readonly SampledProcess[] {
    const first = this.#watchersAt();
    const count = (watcher: number) => at(this.#numbers, first + OF_WATCHER * watcher + OF_WATCHER - 1);
    let place = first + OF_WATCHER * this.#layout.watchers.list.length;
    for (let watcher = 0; watcher < index; watcher++) place += OF_PROCESS * count(watcher);
    return Array.from({length: count(index)}, (_, each) => processAt(this.#numbers, place + OF_PROCESS * each));
  }

  #watchersAt(): number {
    return this.#homesAt() + OF_HOME * this.#layout.homes.list.length;
  }

  #homesAt(): number {
    const {disks, networks} = this.#layout;
    return DEVICES + OF_DISK * disks.list.length + OF_NETWORK * networks.list.length;
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
    return new FlatCpu(this.#numbers, MACHINE + 1);
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
    return new ReadMap(this.#layout.disks, index => new FlatDisk(this.#numbers, DEVICES + OF_DISK * index));
  }

  get networks(): MachineSample['networks'] {
    const first = DEVICES + OF_DISK * this.#layout.disks.list.length;
    return new ReadMap(this.#layout.networks, index => new FlatNetwork(this.#numbers, first + OF_NETWORK * index));
  }
}
