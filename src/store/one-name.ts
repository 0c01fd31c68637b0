import {foldName} from '../model/watcher.js';
import {remember} from './remember.js';
import type {NodeRow} from './state.js';

/**
 * The watchers of a node that circus takes for one another, by each of their names, in order. Their states and processes are known,
 * but a question that names one of them may be answered for another.
 */
export const oneNames = remember((watchers: NodeRow['watchers']): ReadonlyMap<string, readonly string[]> => {
  const folds = new Set<string>();
  for (const name of watchers.keys()) folds.add(foldName(name));
  if (folds.size === watchers.size) return NONE;
  const byFold = new Map<string, string[]>();
  for (const name of watchers.keys()) {
    const fold = foldName(name);
    const known = byFold.get(fold);
    if (known === undefined) byFold.set(fold, [name]);
    else known.push(name);
  }
  const shared = [...byFold.values()].filter(({length}) => length > 1).map(names => names.sort());
  return new Map(shared.flatMap(names => names.map(name => [name, names])));
});

const NONE: ReadonlyMap<string, readonly string[]> = new Map();
