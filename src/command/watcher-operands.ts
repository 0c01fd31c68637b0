import {globMatcher, isGlob} from '../model/glob.js';
import {isCircusOwn} from '../model/watcher.js';
import type {NodeRow} from '../store/state.js';
import type {Token} from './arguments.js';

/** What a word for watchers means on some nodes. */
export interface WatcherOperand {
  readonly word: Token;
  /** Whether it stands for all watchers that fit it. A name that some node has, and a quoted word, only stand for themselves. */
  readonly isPattern: boolean;
  /** Whether any of the nodes has a watcher that is meant. */
  readonly isAnywhere: boolean;
  /** The watchers that it means on a node, as the node spells them; circus's own only if named. */
  readonly on: (row: NodeRow) => readonly string[];
}

/**
 * What each of the words means on these nodes; repeated words only once. It goes through the names of the nodes once, not for each
 * word on each node, because every key calls it, also with a thousand nodes.
 *
 * @param meansRemoved whether those that were removed, of which something still runs, are meant, too
 */
export function readWatcherOperands(
  words: readonly Token[],
  rows: readonly NodeRow[],
  meansRemoved = false,
): readonly WatcherOperand[] {
  const has = ({watchers, left}: NodeRow, name: string) => watchers.has(name) || (meansRemoved && left.has(name));
  const names = [
    ...new Set(rows.flatMap(({watchers, left}) => [...watchers.keys(), ...(meansRemoved ? left.keys() : [])])),
  ];
  const spellings = Map.groupBy(names, name => name.toLowerCase());
  const seen = new Set<string>();
  const isFirst = ({text, isLiteral}: Token) => seen.size < seen.add(`${isLiteral === true} ${text}`).size;
  return words.filter(isFirst).map(word => {
    const {text, isLiteral} = word;
    // circus ignores case in names.
    const spelled = spellings.get(text.toLowerCase()) ?? [];
    const isPattern = isLiteral !== true && spelled.length === 0 && isGlob(text);
    const fits = isPattern ? globMatcher(text) : null;
    const meant = fits === null ? spelled : names.filter(name => !isCircusOwn(name) && fits(name));
    const own = (row: NodeRow) => meant.filter(name => has(row, name));
    const named = (row: NodeRow) => (has(row, text) ? [text] : own(row).slice(0, 1));
    return {word, isPattern, isAnywhere: meant.length > 0, on: isPattern ? own : named};
  });
}

/** Whether its watchers are known. */
export function isKnown(row: NodeRow): boolean {
  return row.isRead || row.watchers.size > 0;
}
