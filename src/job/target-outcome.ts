import type {Run} from '../command/command.js';
import {effectOf, isAboveRead} from '../command/effect.js';
import {otherMachine} from '../command/machine.js';
import {unknown} from '../command/outcomes.js';
import type {Outcome} from '../model/job.js';

/**
 * The outcome of `act`, or why it was not begun. Commands promise never to reject; if one does, its target still gets an
 * outcome that says so.
 */
export async function outcomeOf<End extends Outcome | null>(run: Run, act: () => Promise<End>): Promise<End | Outcome> {
  try {
    const refusal = isAboveRead(effectOf(run.plan)) ? await otherMachine(run) : null;
    return refusal ?? (await act());
  } catch (error) {
    const reason = `circusman itself failed: ${error instanceof Error ? error.message : String(error)}`;
    return unknown(reason);
  }
}

/** Adds that the end was forced: for a database that matters. */
export function asForced(outcome: Outcome): Outcome {
  // If it is known how the process ended, the command has decided that: force may have come too late.
  if (outcome.forced != null || !outcome.sent) return outcome;
  // What is not ok has to say, too, that signal 9 was sent: it is what was done to a database.
  if (outcome.kind !== 'ok') return {...outcome, reason: `${outcome.reason ?? outcome.kind}; signal 9 was sent to it`};
  const reason = 'forced: killed with signal 9';
  return {
    ...outcome,
    forced: {by: 'operator'},
    reason: outcome.reason === null ? reason : `${outcome.reason}; ${reason}`,
  };
}
