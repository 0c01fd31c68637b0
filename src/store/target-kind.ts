import type {JobTarget, OutcomeKind} from '../model/job.js';

/** What became of a target so far. died: it was `ok`, and what that was said about went down soon after. */
export type TargetKind = OutcomeKind | 'running' | 'waiting' | 'died';

/** Kinds of targets that have ended and did not reach what was wanted, the worst first. */
export const NOT_OK: readonly TargetKind[] = ['died', 'failed', 'timed-out', 'unknown', 'skipped', 'cancelled'];

export function targetKind({outcome, beganAt, afterwards}: JobTarget): TargetKind {
  if (outcome !== null) return outcome.kind === 'ok' && afterwards !== null ? 'died' : outcome.kind;
  return beganAt === null ? 'waiting' : 'running';
}
