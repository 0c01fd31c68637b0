import {isCircusOwn} from '../model/watcher.js';
import {remember} from '../store/remember.js';
import {shownNodes} from '../store/selectors.js';
import type {State} from '../store/state.js';
import type {CompletionContext, Offer, Place} from './complete-offers.js';
import {quoteName} from './tokens.js';

/** The watchers that nodes have and that were not named yet; circus's own last. */
export function watcherOffers({words, first, meansRemoved}: Place, {state}: CompletionContext): readonly Offer[] {
  const named = new Set(words.slice(first).map(({text}) => text.toLowerCase()));
  const own = [...watcherCounts(state)]
    .filter(([name]) => !named.has(name.toLowerCase()))
    .sort(([one], [other]) => Number(isCircusOwn(one)) - Number(isCircusOwn(other)))
    .map(([name, {nodes, running}]) => ({
      name,
      text: quoteName(name),
      meaning: `on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${running === nodes ? '' : `${running} `}running`,
    }));
  const removed = new Set(meansRemoved === true ? shownNodes(state).flatMap(({left}) => [...left.keys()]) : []);
  const left = [...removed]
    .filter(name => !named.has(name.toLowerCase()) && !watcherCounts(state).has(name))
    .map(name => ({name, text: quoteName(name), meaning: 'removed, and something of it runs'}));
  return [...left, ...own];
}

/** On how many nodes each watcher is, and runs, in the order in which they came. */
const watcherCounts = remember(
  (state: State): ReadonlyMap<string, {readonly nodes: number; readonly running: number}> => {
    const counts = new Map<string, {nodes: number; running: number}>();
    for (const row of shownNodes(state)) {
      for (const {name, state: watcher} of row.watchers.values()) {
        const count = counts.get(name) ?? {nodes: 0, running: 0};
        count.nodes += 1;
        if (watcher === 'running') count.running += 1;
        counts.set(name, count);
      }
    }
    return counts;
  },
);
