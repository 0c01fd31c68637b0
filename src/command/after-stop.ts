import type {CallResult} from '../model/calls.js';
import type {Outcome} from '../model/job.js';
import type {Run} from './command.js';
import {type Course, type Verdict, verdictOfEvents, verdictOfNode} from './force.js';
import {aftermath, type Noted, withLeft, withUncertain} from './started-processes.js';

/** What was known when a stop or restart was sent. */
interface Begun {
  readonly noted: Noted;
  readonly pids: readonly number[];
  /** Milliseconds that circusd had for it, at most. */
  readonly took: number;
}

/**
 * Adds to an outcome whether force was used, and which of the processes that the watcher's own had started still run.
 */
export async function withEnds(
  run: Run,
  watcher: string,
  outcome: Outcome,
  did: 'stopped' | 'restarted',
  {noted, pids, took}: Begun,
  result: CallResult<unknown>,
): Promise<Outcome> {
  // Nothing more is asked after an abort, where nothing was sent, or where the answer stayed lost.
  if (run.signal.aborted || !outcome.sent || (outcome.kind !== 'ok' && result.kind === 'lost')) return outcome;
  // A reset still has something to send after its stop.
  if (run.plan.command.effect !== 'destroy') run.report({type: 'sent'});
  const before = noted.kind === 'listed' ? noted.pids : pids;
  const course: Course = {pids: before, took: result.kind === 'reply' ? took : null};
  if (noted.kind !== 'followed') {
    const hasEnded = outcome.changed !== false && (outcome.kind === 'ok' || result.kind === 'reply');
    const verdict = hasEnded ? await verdictOfEvents(run, watcher, course) : null;
    const judged = withVerdict(outcome, verdict);
    // circus sends its SIGKILL to all that it can list, so nothing is uncertain then.
    return verdict?.isWhole === true ? judged : withUncertain(judged, did, noted);
  }
  const after = await aftermath(run, watcher, did, noted, outcome.kind === 'ok');
  if (typeof after === 'string') {
    if (outcome.kind !== 'ok') return outcome;
    return {...outcome, kind: 'unknown', reason: `${did}, but what it had started may still run: ${after}`};
  }
  const {lastStop} = after;
  const isReported = lastStop !== null && lastStop.until !== noted.lastStop?.until;
  const verdict = isReported ? await verdictOfNode(run, watcher, lastStop, before.length) : null;
  return withLeft(withVerdict(outcome, verdict), did, watcher, after);
}

/** Adds to the outcome of a removal what the watcher's processes had started and still runs. `pids`: those that it had. */
export async function withLeftAfterRemoval(
  run: Run,
  watcher: string,
  outcome: Outcome,
  {noted, pids}: Pick<Begun, 'noted' | 'pids'>,
): Promise<Outcome> {
  if (run.signal.aborted || outcome.kind !== 'ok') return outcome;
  if (noted.kind !== 'followed') return pids.length === 0 ? outcome : withUncertain(outcome, 'removed', noted);
  const after = await aftermath(run, watcher, 'removed', noted, true);
  if (typeof after !== 'string') return withLeft(outcome, 'removed', watcher, after);
  return {...outcome, kind: 'unknown', reason: `removed, but what it had started may still run: ${after}`};
}

function withVerdict(outcome: Outcome, verdict: Verdict | null): Outcome {
  if (verdict === null) return outcome;
  const {forced, words} = verdict;
  if (words === null) return {...outcome, forced};
  return {...outcome, forced, reason: outcome.reason === null ? words : `${outcome.reason}; ${words}`};
}
