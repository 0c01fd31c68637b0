import type {Outcome, OutcomeKind} from '../model/job.js';
import type {State} from '../store/state.js';
import {targetKind} from '../store/target-kind.js';
import type {RunningJob} from './running-job.js';

/** What counts against `--max-failures`: what was not begun does not. */
const COUNTED: ReadonlySet<OutcomeKind> = new Set(['failed', 'timed-out', 'unknown']);

export function isFailure({kind}: Outcome): boolean {
  return COUNTED.has(kind);
}

/** Why nothing more of the job is begun, for people; null: not more of its targets than may be have failed. */
export function whyNoMore({id, failures, plan}: RunningJob, state: State): string | null {
  const most = plan.pace?.maxFailures ?? null;
  if (most === null) return null;
  const job = state.jobs.find(each => each.id === id);
  // Those that were ok, and went down since, are among them.
  const died = job?.targets.filter(target => targetKind(target) === 'died').length ?? 0;
  const count = failures + died;
  return count <= most ? null : `not begun: ${count} of ${plan.targets.length} ${count === 1 ? 'was' : 'were'} not ok`;
}
