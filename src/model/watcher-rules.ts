/** What the operator has set about watchers; it does not change while the program runs. */
export interface WatcherRules {
  /** Those that "all" does not mean: names or patterns. */
  readonly notInAll: readonly string[];
  /** Those whose columns come first, in this order. */
  readonly first: readonly string[];
}

export const USUAL_RULES: WatcherRules = {notInAll: [], first: []};
