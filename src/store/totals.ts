import {describeWatcher, type Tone} from '../model/display-state.js';
import type {Instant} from '../model/time.js';
import {nodeUsage, sum, type Usage} from './selectors.js';
import type {NodeRow} from './state.js';

/** What a row of sums says: of the nodes that are shown. */
export interface Totals extends Usage {
  readonly online: number;
  /** By watcher: how many of it are called what, those that want attention first. */
  readonly watchers: ReadonlyMap<string, readonly WordCount[]>;
}

export interface WordCount {
  /** "running", "flapping", "not ready": without ages and codes. */
  readonly word: string;
  readonly tone: Tone;
  readonly count: number;
}

const ORDER: readonly Tone[] = ['alarm', 'failing', 'unknown', 'changing', 'healthy', 'dim', 'plain'];

/** Sums over rows; of a node that is not online nothing is counted: what was known of it is old. */
export function totalsOf(rows: readonly NodeRow[], watchers: readonly string[], now: Instant): Totals {
  const online = rows.filter(row => row.link === 'online');
  const usages = online.map(nodeUsage);
  return {
    online: online.length,
    cpu: sum(usages.map(({cpu}) => cpu)),
    memory: sum(usages.map(({memory}) => memory)),
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
  return [...counts.values()].sort((one, other) => ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone));
}
