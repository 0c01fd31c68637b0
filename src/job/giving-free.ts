import type {Plan} from '../command/plan.js';
import {hasToSettle} from '../command/settle.js';
import type {Target} from '../model/job.js';
import type {State} from '../store/state.js';
import type {Freed} from './scheduler.js';

/** What the target gives free as soon as it has nothing more to send, and is only watched. */
export function freedWhenSent({pace}: Plan, target: Target, state: State): Freed {
  // Nothing more is begun while it is not known whether what was begun before holds. A batch is begun as a whole.
  const isPatient = pace !== undefined && pace.maxFailures !== null;
  return {
    queue: !isPatient || pace.batch !== null,
    place: !isPatient,
    // Another job would end what has to stay.
    node: pace === undefined || !hasToSettle(target, pace.settle, state),
  };
}
