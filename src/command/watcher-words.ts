import {globMatcher, isGlob} from '../model/glob.js';
import {isCircusOwn} from '../model/watcher.js';
import type {NodeRow} from '../store/state.js';
import type {Word} from './command.js';

/** Whether the word stands for the watchers that fit it: one that some node has as a name, or that was quoted, is a name. */
export function isPattern({text, isLiteral}: Word, rows: readonly NodeRow[]): boolean {
  return isLiteral !== true && isGlob(text) && !rows.some(row => spell(row, text) !== null);
}

/** The watchers of a node that fit a pattern; circus's own are only meant by name. */
export function fitting(row: NodeRow, pattern: string): readonly string[] {
  const fits = globMatcher(pattern);
  return [...row.watchers.keys()].filter(name => !isCircusOwn(name) && fits(name));
}

/** The watcher's name as the node spells it: circus does not tell capitals from small letters. Null: it has none such. */
export function spell(row: NodeRow, watcher: string): string | null {
  if (row.watchers.has(watcher)) return watcher;
  const wanted = watcher.toLowerCase();
  return [...row.watchers.keys()].find(name => name.toLowerCase() === wanted) ?? null;
}

/** Whether its watchers are known. */
export function isKnown(row: NodeRow): boolean {
  return row.isRead || row.watchers.size > 0;
}
