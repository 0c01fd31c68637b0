const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['', 1_000],
  ['m', 60_000],
]);

/** @returns milliseconds of `500ms`, `30s`, `2m` or `1.5s`; a bare number is seconds; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|)$/.exec(text);
  const unit = UNITS.get(match?.[2] ?? 'none');
  if (match === null || unit === undefined) return null;
  const ms = Number(match[1]) * unit;
  return Number.isFinite(ms) ? ms : null;
}

/** @returns "500 ms", "3 s", "1.5 s", "2 min": a duration of so many ms as people say it. Here and not in `wording`, as the wire says it, too. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return `${Number((ms / 60_000).toFixed(1))} min`;
}
