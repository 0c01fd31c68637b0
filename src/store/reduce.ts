import type {Fact} from '../model/facts.js';
import type {State} from './state.js';

export function reduce(state: State, _facts: readonly Fact[]): State {
  return state;
}
