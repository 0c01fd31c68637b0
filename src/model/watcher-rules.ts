import {type FlappingRule, USUAL_FLAPPING} from './crashes.js';

/** What the operator has set about watchers; it does not change while the program runs. */
export interface WatcherRules {
  readonly flapping: FlappingRule;
  /** Those that "all" does not mean: names or patterns. */
  readonly notInAll: readonly string[];
  /** Those whose columns come first, in this order. */
  readonly first: readonly string[];
}

export const USUAL_RULES: WatcherRules = {flapping: USUAL_FLAPPING, notInAll: [], first: []};
