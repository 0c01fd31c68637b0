import {fitsAny} from '../model/glob.js';
import {isCircusOwn} from '../model/watcher.js';
import type {WatcherRules} from '../model/watcher-rules.js';
import {remember} from './remember.js';
import type {NodeRow} from './state.js';

/** The watchers that a node's "all" means: those that are not circus's own, nor left out by their service or by the operator. */
export function inAll(row: NodeRow, rules: WatcherRules): readonly string[] {
  return [...row.watchers.keys()].filter(watcher => !isCircusOwn(watcher) && !isLeftOut(row, watcher, rules));
}

/** The others, which have to be named; circus's own are none of them. */
export function leftOutOfAll(row: NodeRow, rules: WatcherRules): readonly string[] {
  return [...row.watchers.keys()].filter(watcher => !isCircusOwn(watcher) && isLeftOut(row, watcher, rules));
}

function isLeftOut({info}: NodeRow, watcher: string, {notInAll}: WatcherRules): boolean {
  if (notInAll.length > 0 && matcherOf(notInAll)(watcher)) return true;
  return info?.services.find(service => service.watcher === watcher)?.isInAll === false;
}

const matcherOf = remember(fitsAny);
