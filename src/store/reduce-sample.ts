import {figuresOf} from '../model/rates.js';
import type {SampleFact, SamplesCeasedFact} from '../model/usage-facts.js';
import type {Draft} from './draft.js';
import {drawnAfter} from './drawn.js';
import {usageIn} from './selectors.js';
import type {WatcherRow} from './state.js';

/** A sample that is no newer than the last one of its life changes nothing. */
export function reduceSample(draft: Draft, {node, at, sample}: SampleFact): void {
  const row = draft.node(node);
  if (row === null) return;
  const before = row.sampled?.last ?? null;
  if (before !== null && before.life === sample.life && sample.time <= before.time) return;
  const figures = figuresOf(before, sample);
  const watchers = new Map<string, WatcherRow>();
  const seconds = before === null ? 1 : sample.time - before.time;
  for (const watcher of row.watchers.values()) {
    const own = figures.watchers.get(watcher.name) ?? null;
    const drawn = own === null ? null : drawnAfter(watcher.drawn, usageIn(own), seconds);
    watchers.set(watcher.name, {...watcher, figures: own, drawn});
  }
  draft.setNode({...row, watchers, sampled: {before, last: sample, figures, at}});
}

/** A figure that is old is none. */
export function forgetSamples(draft: Draft, {node}: SamplesCeasedFact): void {
  const row = draft.node(node);
  if (row === null || row.sampled === null) return;
  const watchers = new Map(
    [...row.watchers].map(([name, watcher]) => [name, {...watcher, figures: null, drawn: null}]),
  );
  draft.setNode({...row, watchers, sampled: null});
}
