/** One row of the table that `npm run bench` prints. */
export interface Row {
  readonly what: string;
  /** Milliseconds, one for each run. */
  readonly samples: readonly number[];
}

/** Something that is measured: at the most 90 s a figure. */
export interface Figure {
  readonly name: string;
  readonly summary: string;
  /** How long it takes, in seconds, as far as can be told beforehand. */
  readonly seconds: number;
  readonly run: (tell: (text: string) => void) => Promise<FigureResult>;
}

export interface FigureResult {
  readonly rows: readonly Row[];
  /** Each says how many times quicker its second row's median is than its first's. */
  readonly ratios: readonly {readonly slow: string; readonly quick: string; readonly goal: number}[];
}

/** The middle of the samples; of an even number the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A figure as a table in text. */
export function formatFigure(figure: Figure, {rows, ratios}: FigureResult): string {
  const width = Math.max(...rows.map(row => row.what.length));
  const lines = rows.map(({what, samples}) => {
    const spread = `${Math.min(...samples).toFixed(0)}–${Math.max(...samples).toFixed(0)}`;
    return `  ${what.padEnd(width)}  ${median(samples).toFixed(0).padStart(7)} ms   (${spread}, n = ${samples.length})`;
  });
  const medianOf = (what: string) => median(rows.find(row => row.what === what)?.samples ?? []);
  const comparisons = ratios.map(({slow, quick, goal}) => {
    const ratio = medianOf(slow) / medianOf(quick);
    return `  ${quick}: ${ratio.toFixed(1)} × as quick as ${slow} (goal: at least ${goal} ×)`;
  });
  return [`${figure.name}: ${figure.summary}`, ...lines, ...comparisons].join('\n');
}
