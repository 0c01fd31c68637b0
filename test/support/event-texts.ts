import {isBad} from '../../src/store/event-entry.js';
import type {State} from '../../src/store/state.js';
import {eventText} from '../../src/wording/event.js';

/** What happened, oldest first: "process 7 exited 3 !", where "!" marks what an operator should look at. */
export function eventTexts(state: Pick<State, 'events'>): readonly string[] {
  return [...state.events].map(event => `${eventText(event)}${isBad(event) ? ' !' : ''}`);
}
