import {isJobRunning} from '../store/selectors.js';
import type {State} from '../store/state.js';

/** What follows from read-only mode having been switched on or off, for people. */
export function readOnlyText({isReadOnly, jobs}: State): string {
  if (!isReadOnly) return 'read-only is off: commands may change nodes';
  const targets = jobs.filter(isJobRunning).flatMap(job => job.targets);
  const count = targets.filter(({beganAt, outcome}) => beganAt !== null && outcome === null).length;
  const underWay =
    count === 0 ? '' : `; what was sent goes on: ${count} target${count === 1 ? ' is' : 's are'} under way`;
  return `read-only is on: nothing more is sent that changes a node${underWay}`;
}
