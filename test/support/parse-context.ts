import type {ParseContext} from '../../src/command/parse.js';
import {commandTable} from '../../src/command/table.js';
import type {State} from '../../src/store/state.js';
import {at} from './cluster-state.js';

/** What a command is read against, ten seconds after the start: nothing is marked, and no cluster has a name, unless `rest` says otherwise. */
export function parseContext(state: State, rest: Partial<Omit<ParseContext, 'state'>> = {}): ParseContext {
  return {
    state,
    table: commandTable,
    sets: {},
    clusters: () => ({all: [], unread: null}),
    marked: [],
    now: at(10),
    ...rest,
  };
}
