import type {SampledProcess, Space, WatcherSample} from './sample.js';

/** The parts of a flat sample, each read where it lies among the numbers of the whole: `flatSample` says in which order. */

/** Lists the processes of the watcher of that place. */
interface ProcessesOf {
  readonly processesOf: (index: number) => readonly SampledProcess[];
}

/** Numbers from a place on. What is read one by one, as it is needed, takes no room for each number. */
class Part {
  readonly #numbers: readonly number[];
  readonly #place: number;

  constructor(numbers: readonly number[], place: number) {
    this.#numbers = numbers;
    this.#place = place;
  }

  protected at(index: number): number {
    return at(this.#numbers, this.#place + index);
  }

  protected known(index: number): number | null {
    return known(this.at(index));
  }
}

/** Behind the number of cores. */
export class FlatCpu extends Part {
  get user(): number {
    return this.at(0);
  }

  get system(): number {
    return this.at(1);
  }

  get wait(): number {
    return this.at(2);
  }

  get steal(): number {
    return this.at(3);
  }

  get idle(): number {
    return this.at(4);
  }
}

export class FlatDisk extends Part {
  get read(): number {
    return this.at(0);
  }

  get written(): number {
    return this.at(1);
  }

  get busy(): number {
    return this.at(2);
  }
}

export class FlatNetwork extends Part {
  get received(): number {
    return this.at(0);
  }

  get sent(): number {
    return this.at(1);
  }
}

/** It is its own total. */
export class FlatWatcher extends Part implements WatcherSample {
  readonly #sample: ProcessesOf;
  readonly #index: number;

  constructor(numbers: readonly number[], place: number, sample: ProcessesOf, index: number) {
    super(numbers, place);
    this.#sample = sample;
    this.#index = index;
  }

  get total(): WatcherSample['total'] {
    return this;
  }

  get user(): number {
    return this.at(0);
  }

  get system(): number {
    return this.at(1);
  }

  get read(): number | null {
    return this.known(2);
  }

  get written(): number | null {
    return this.known(3);
  }

  get count(): number {
    return this.at(4);
  }

  get resident(): number {
    return this.at(5);
  }

  get threads(): number {
    return this.at(6);
  }

  get since(): number | null {
    return this.known(7);
  }

  get newest(): number | null {
    return this.known(8);
  }

  get processes(): readonly SampledProcess[] {
    return this.#sample.processesOf(this.#index);
  }
}

/** One process, from its place on. */
export function processAt(numbers: readonly number[], place: number): SampledProcess {
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

export function spaceAt(numbers: readonly number[], place: number): Space {
  return {total: at(numbers, place), free: at(numbers, place + 1)};
}

/** NaN: there is none. */
export function at(numbers: readonly number[], place: number): number {
  return numbers[place] ?? Number.NaN;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
