type Unit = 'ms' | 'lines/s' | 'MB/s' | 'ns' | '×' | 'bytes/s' | 'bytes' | '%' | 'µs' | 'MiB' | 'KiB' | 'cells';

/** Which number of the samples counts: the 95th percentile for what is noticed even when it is rare. */
type Statistic = 'median' | 'p95' | 'worst';

interface Goal {
  readonly sign: '≤' | '≥';
  readonly value: number;
}

/** One row of the table that `npm run bench` prints. */
export interface Row {
  readonly what: string;
  readonly unit: Unit;
  /** One for each run. */
  readonly samples: readonly number[];
  /** Absent: the median. */
  readonly statistic?: Statistic;
  /** Absent: the row is only there for comparison. */
  readonly goal?: Goal;
}

/** Something that is measured, in at most 90 s. */
export interface Figure {
  readonly name: string;
  readonly summary: string;
  /** About how many seconds it takes. */
  readonly seconds: number;
  /** @param report shows what it is doing now */
  readonly run: (report: (text: string) => void) => Promise<FigureResult>;
}

export interface FigureResult {
  readonly rows: readonly Row[];
  /** What was left out and why, and what else a reader of the rows must know. */
  readonly notes?: readonly string[];
}

export function atMost(value: number): Goal {
  return {sign: '≤', value};
}

export function atLeast(value: number): Goal {
  return {sign: '≥', value};
}

/** One median divided by the other. */
export function ratio(what: string, over: readonly number[], under: readonly number[], goal: Goal): Row {
  return {what, unit: '×', samples: [median(over) / median(under)], goal};
}

/** The usual and the rare value of the same samples. */
export function medianAndP95(what: string, samples: readonly number[], usual: number, rare: number): readonly Row[] {
  return [
    {what: `${what}, p50`, unit: 'ms', samples, goal: atMost(usual)},
    {what: `${what}, p95`, unit: 'ms', samples, statistic: 'p95', goal: atMost(rare)},
  ];
}

/** The middle of the samples; of an even number the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest sample that at least 95 % of them do not exceed. */
export function percentile95(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** The row's one number. */
export function numberOf({samples, statistic = 'median'}: Row): number {
  switch (statistic) {
    case 'median':
      return median(samples);
    case 'p95':
      return percentile95(samples);
    case 'worst':
      return Math.max(...samples);
  }
}

/** Whether the row reaches its goal; null: it has none. NaN reaches no goal. */
export function isReached(row: Row): boolean | null {
  if (row.goal === undefined) return null;
  const value = numberOf(row);
  return row.goal.sign === '≤' ? value <= row.goal.value : value >= row.goal.value;
}
