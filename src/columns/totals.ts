import type {Instant} from '../model/time.js';
import type {NodeRow} from '../store/state.js';
import {describeWatcher, TONES_BY_URGENCY, type Tone} from '../wording/display-state.js';
import type {NodeColumn} from './column.js';

/** The sums over the nodes that are shown. */
export interface Totals {
  readonly online: number;
  /** By column, those that have a sum: how it reads; null where nothing is known. */
  readonly sums: ReadonlyMap<NodeColumn, string | null>;
  /** By watcher: how many of it are called what; what needs attention first. */
  readonly watchers: ReadonlyMap<string, readonly WordCount[]>;
}

export interface WordCount {
  /** "running", "flapping", "not ready": without ages and codes. */
  readonly word: string;
  readonly tone: Tone;
  readonly count: number;
}

/** Sums over these rows. Nodes that are not online do not count: what was known of them is old. */
export function totalsOf(
  rows: readonly NodeRow[],
  columns: readonly NodeColumn[],
  watchers: readonly string[],
  now: Instant,
): Totals {
  const online = rows.filter(row => row.link === 'online');
  return {
    online: online.length,
    sums: new Map(columns.flatMap(column => (column.sum === null ? [] : [[column, column.sum(online)]]))),
    watchers: new Map(watchers.map(name => [name, wordCounts(online, name, now)])),
  };
}

function wordCounts(rows: readonly NodeRow[], name: string, now: Instant): readonly WordCount[] {
  const counts = new Map<string, WordCount>();
  for (const row of rows) {
    const watcher = row.watchers.get(name);
    if (watcher === undefined) continue;
    const shown = describeWatcher(watcher, now);
    const word = shown.inSum ?? shown.word.replace(/ [\dS].*$/, '');
    counts.set(word, {word, tone: shown.tone, count: (counts.get(word)?.count ?? 0) + 1});
  }
  return [...counts.values()].sort(
    (one, other) => TONES_BY_URGENCY.indexOf(one.tone) - TONES_BY_URGENCY.indexOf(other.tone),
  );
}
