import {compareHosts, hostOrder} from '../model/address.js';
import {type DetectedRow, detectedRows} from '../store/detected.js';
import {remember} from '../store/remember.js';
import type {State} from '../store/state.js';

/** What was detected, ordered by address, so that a row stays between the same two whichever answers next. */
export function orderedRows(state: State): readonly DetectedRow[] {
  return inOrder(detectedRows(state));
}

const inOrder = remember((rows: readonly DetectedRow[]): readonly DetectedRow[] =>
  rows
    .map(row => ({row, host: hostOrder(row.node.spec.host), port: row.node.spec.commandPort}))
    .sort((one, other) => compareHosts(one.host, other.host) || one.port - other.port)
    .map(({row}) => row),
);
