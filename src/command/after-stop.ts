import type {CallResult} from '../model/calls.js';
import type {Outcome} from '../model/job.js';
import type {Run} from './command.js';
import {type Course, type Verdict, verdictOfEvents, verdictOfNode} from './force.js';
import {aftermath, type Noted, withLeft, withUncertain} from './started-processes.js';

/** What was known when a stop or restart was sent. */
export interface Begun {
  readonly noted: Noted;
  readonly pids: readonly number[];
  /** Milliseconds that circusd had for it at the most. */
  readonly took: number;
}

/**
 * An outcome, and what it leaves out: by what force the end was reached, and what lives on of what the watcher's processes had started.
 */
export async function withEnds(
  run: Run,
  watcher: string,
  outcome: Outcome,
  did: 'stopped' | 'restarted',
  {noted, pids, took}: Begun,
  result: CallResult<unknown>,
): Promise<Outcome> {
  // Of what was not reached in time, or not answered, no more is asked.
  if (run.signal.aborted || !outcome.sent || (outcome.kind !== 'ok' && result.kind === 'lost')) return outcome;
  // A node that is to be reset after its stop is still under way.
  if (run.plan.command.effect !== 'destroy') run.report({type: 'sent'});
  const before = noted.kind === 'listed' ? noted.pids : pids;
  const course: Course = {pids: before, took: result.kind === 'reply' ? took : null};
  if (noted.kind !== 'followed') {
    const hasEnded = outcome.changed !== false && (outcome.kind === 'ok' || result.kind === 'reply');
    const verdict = hasEnded ? await verdictOfEvents(run, watcher, course) : null;
    const judged = withVerdict(outcome, verdict);
    // circus's SIGKILL is for all that it can list.
    return verdict?.isWhole === true ? judged : withUncertain(judged, did, noted);
  }
  const after = await aftermath(run, watcher, noted, outcome.kind === 'ok');
  if (typeof after === 'string') {
    if (outcome.kind !== 'ok') return outcome;
    return {...outcome, kind: 'unknown', reason: `${did}, but what it had started may still run: ${after}`};
  }
  const {lastStop} = after.health;
  const isTold = lastStop != null && lastStop.until !== noted.lastStop?.until;
  const verdict = isTold ? await verdictOfNode(run, watcher, lastStop, before.length) : null;
  return withLeft(withVerdict(outcome, verdict), did, watcher, after);
}

function withVerdict(outcome: Outcome, verdict: Verdict | null): Outcome {
  if (verdict === null) return outcome;
  const {forced, words} = verdict;
  if (words === null) return {...outcome, forced};
  return {...outcome, forced, reason: outcome.reason === null ? words : `${outcome.reason}; ${words}`};
}
