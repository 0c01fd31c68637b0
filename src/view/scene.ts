import type {Instant} from '../model/time.js';
import type {HistoryReader} from '../store/history.js';
import type {State} from '../store/state.js';
import type {ScreenState} from './screen-state.js';

/** All that one frame is made from. */
export interface Scene {
  /** While the display is paused, what was known then. */
  readonly state: State;
  readonly screen: ScreenState;
  /** The time that is shown; while the display is paused, that of the pause. */
  readonly now: Instant;
  /** The time it is. */
  readonly clock: Instant;
  readonly history: HistoryReader;
}

/** The scene of what is known now, or, while the display is paused, of what was known then. */
export function sceneOf(known: State, screen: ScreenState, clock: Instant, history: HistoryReader): Scene {
  return {state: screen.paused?.state ?? known, screen, now: screen.paused?.at ?? clock, clock, history};
}
