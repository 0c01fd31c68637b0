import {hostSortKey} from '../model/address.js';
import type {FoundNode} from '../model/detection.js';
import {type DetectedRow, detectedRows} from './detected.js';
import {remember} from './remember.js';
import type {State} from './state.js';

/** What was detected, ordered by address, so that a row stays between the same two whichever answers next. */
export function orderedRows(state: State): readonly DetectedRow[] {
  return inOrder(detectedRows(state));
}

const inOrder = remember((rows: readonly DetectedRow[]): readonly DetectedRow[] =>
  rows
    .map(row => (row.also.length < 2 ? row : {...row, also: row.also.toSorted(byAddress)}))
    .sort((one, other) => byAddress(one.node, other.node)),
);

function byAddress(one: FoundNode, other: FoundNode): number {
  const [key, otherKey] = [sortKey(one), sortKey(other)];
  return key < otherKey ? -1 : key > otherKey ? 1 : 0;
}

const sortKey = remember(
  ({spec: {host, commandPort}}: FoundNode): string => `${hostSortKey(host)} ${String(commandPort).padStart(5, '0')}`,
);
