/** Samples kept of each series: one a second, ten minutes. */
export const SAMPLES_KEPT = 600;

/** A figure of a series: CPU in percent of one core, memory in resident bytes. */
type Measure = 'cpu' | 'memory';

/**
 * What the watchers used, second by second: one slab of numbers for all series, outside the JavaScript heap, so that a
 * thousand nodes cost megabytes and no garbage. Mutable on purpose.
 */
export interface History {
  /** @param second on the monotonic clock; the same second again overwrites, seconds left out are gaps */
  readonly record: (series: string, second: number, cpu: number, memory: number) => void;
  /** A series is gone; its room is used again. */
  readonly forget: (series: string) => void;
  readonly series: () => Iterable<string>;
  /** How many series there are. */
  readonly size: () => number;
  /**
   * The means of `buckets` spans of `span` seconds each, oldest first, the last one holding `second`; NaN where nothing is
   * known. Spans begin at whole multiples, so that a drawing of them moves once a span and not each second.
   */
  readonly means: (series: string, measure: Measure, second: number, span: number, buckets: number) => Float64Array;
  /** Bytes of the slab. */
  readonly bytes: () => number;
}

interface Series {
  readonly index: number;
  /** The newest second that was recorded. */
  newest: number;
}

const FIRST_ROOM = 64;
const MEASURES: readonly Measure[] = ['cpu', 'memory'];

export function createHistory(): History {
  let room = FIRST_ROOM;
  /** By measure, then series, then second modulo SAMPLES_KEPT. */
  let slabs = MEASURES.map(() => emptySlab(FIRST_ROOM));
  const all = new Map<string, Series>();
  const free: number[] = [];
  let used = 0;

  function grow(): void {
    room *= 2;
    slabs = slabs.map(slab => {
      const larger = emptySlab(room);
      larger.set(slab);
      return larger;
    });
  }

  function open(name: string, second: number): Series {
    const index = free.pop() ?? used++;
    if (index >= room) grow();
    for (const slab of slabs) slab.fill(Number.NaN, index * SAMPLES_KEPT, (index + 1) * SAMPLES_KEPT);
    const series = {index, newest: second - 1};
    all.set(name, series);
    return series;
  }

  return {
    record: (name, second, cpu, memory) => {
      const series = all.get(name) ?? open(name, second);
      if (second <= series.newest - SAMPLES_KEPT) return;
      const start = series.index * SAMPLES_KEPT;
      for (let gap = Math.max(series.newest + 1, second - SAMPLES_KEPT); gap < second; gap++) {
        for (const slab of slabs) slab[start + (gap % SAMPLES_KEPT)] = Number.NaN;
      }
      const at = start + (second % SAMPLES_KEPT);
      const [cpus, memories] = slabs;
      if (cpus !== undefined) cpus[at] = cpu;
      if (memories !== undefined) memories[at] = memory;
      series.newest = Math.max(series.newest, second);
    },
    forget: name => {
      const series = all.get(name);
      if (series === undefined) return;
      all.delete(name);
      free.push(series.index);
    },
    series: () => all.keys(),
    size: () => all.size,
    means: (name, measure, second, span, buckets) => {
      const means = new Float64Array(buckets).fill(Number.NaN);
      const series = all.get(name);
      const slab = slabs[MEASURES.indexOf(measure)];
      if (series === undefined || slab === undefined) return means;
      const start = series.index * SAMPLES_KEPT;
      const oldest = series.newest - SAMPLES_KEPT + 1;
      const firstSpan = Math.floor(second / span) - buckets + 1;
      for (let bucket = 0; bucket < buckets; bucket++) {
        let sum = 0;
        let count = 0;
        const from = Math.max((firstSpan + bucket) * span, oldest, 0);
        const to = Math.min((firstSpan + bucket + 1) * span, series.newest + 1);
        for (let each = from; each < to; each++) {
          const value = slab[start + (each % SAMPLES_KEPT)] ?? Number.NaN;
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
        if (count > 0) means[bucket] = sum / count;
      }
      return means;
    },
    bytes: () => slabs.reduce((sum, slab) => sum + slab.byteLength, 0),
  };
}

function emptySlab(series: number): Float32Array {
  return new Float32Array(series * SAMPLES_KEPT).fill(Number.NaN);
}
