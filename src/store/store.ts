import type {Fact} from '../model/facts.js';
import {createHistory, type History} from './history.js';
import {isQuiet} from './quiet.js';
import {createRecorder} from './record.js';
import {reduce} from './reduce.js';
import {EMPTY_STATE, type State} from './state.js';

/** Holds the state; knows nothing of React, sockets or the clock. */
export interface Store {
  readonly state: () => State;
  /** What nodes and watchers used until now. */
  readonly history: History;
  /** Takes facts in the order in which they happened; listeners hear of them once, together. */
  readonly dispatch: (facts: readonly Fact[]) => void;
  /** `isQuiet`: nothing changed that anybody waits to see. @returns the way to stop listening */
  readonly subscribe: (listener: (isQuiet: boolean) => void) => () => void;
}

export function createStore(initial: State = EMPTY_STATE): Store {
  let state = initial;
  const history = createHistory();
  const record = createRecorder(history);
  const listeners = new Set<(isQuiet: boolean) => void>();
  return {
    state: () => state,
    history,
    dispatch: facts => {
      const next = reduce(state, facts);
      if (next === state) return;
      const before = state;
      state = next;
      record(state, facts);
      const isNothingNew = isQuiet(before, next, facts);
      for (const listener of [...listeners]) listener(isNothingNew);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
