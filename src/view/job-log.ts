import type {Job, JobTarget} from '../model/job.js';
import type {LogSelection, LogTarget} from '../model/log-window.js';
import {inAll} from '../store/in-all.js';
import {isOk} from '../store/selectors.js';
import type {State} from '../store/state.js';

/**
 * The logs that tell more of a job: of its targets that are not ok, at the moment when the first of them ended; where all are ok, or
 * run, of all of them. Null: none of its targets is a watcher that is known.
 */
export function logsOfJob(job: Job, state: State): LogSelection | null {
  const notOk = job.targets.filter(target => target.outcome !== null && !isOk(target));
  const meant = notOk.length > 0 ? notOk : job.targets;
  const targets = meant.flatMap(target => watchersOf(target, state));
  if (targets.length === 0) return null;
  return {targets, sources: null, at: firstEnd(meant), filter: null};
}

function watchersOf({target: {node, watcher}}: JobTarget, {nodes, rules}: State): readonly LogTarget[] {
  const row = nodes.get(node);
  if (row === undefined) return [];
  return (watcher === null ? inAll(row, rules) : [watcher]).map(watcher => ({node, watcher}));
}

/** Milliseconds since 1970; null: some have not ended, so that what comes is what matters. */
function firstEnd(targets: readonly JobTarget[]): number | null {
  const ends = targets.map(({beganAt, ms}) => (beganAt === null || ms === null ? null : beganAt.wall + ms));
  return ends.reduce(
    (first, end) => (first === null || end === null ? null : Math.min(first, end)),
    Number.POSITIVE_INFINITY,
  );
}
