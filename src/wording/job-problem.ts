import type {Job, JobTarget} from '../model/job.js';
import {NOT_OK, type TargetKind, targetKind} from '../store/target-kind.js';
import {afterwardsText} from './outcome.js';
import {targetText} from './outcome-groups.js';

/** These say only that a target was not begun: why is told by what ended otherwise. */
const NOT_BEGUN: ReadonlySet<TargetKind> = new Set(['skipped', 'cancelled']);

/**
 * Why a job that has ended is not ok, in one sentence: what came of its only target ("failed: no watcher web here"), or the reason
 * that all share which are not ok. Null: there is no such one, as they differ.
 */
export function jobProblem({targets, endedAt}: Job): string | null {
  if (endedAt === null) return null;
  const notOk = targets.filter(each => NOT_OK.includes(targetKind(each)));
  const [first] = notOk;
  if (first === undefined) return null;
  if (targets.length === 1) return targetText(first);
  const tried = notOk.filter(each => !NOT_BEGUN.has(targetKind(each)));
  const [reason, ...others] = new Set((tried.length > 0 ? tried : notOk).map(reasonOf));
  return others.length === 0 ? (reason ?? null) : null;
}

function reasonOf({outcome, afterwards}: JobTarget): string | null {
  return afterwards === null ? (outcome?.reason ?? null) : afterwardsText(afterwards);
}
