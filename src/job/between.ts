import {effectOf, isAboveRead} from '../command/effect.js';
import type {Outcome, Target} from '../model/job.js';
import type {RunningJob} from './running-job.js';

/** Notes, in what other jobs have under way at this target, that this job begins there: it may undo what they wait for. */
export function noteBegin(job: RunningJob, target: Target, running: Iterable<RunningJob>): void {
  const {scope} = job.command;
  if ((scope !== 'watcher' && scope !== 'process') || !isAboveRead(effectOf(job.plan))) return;
  for (const other of running) {
    if (other === job) continue;
    for (const index of other.underWay.keys()) {
      const theirs = other.plan.targets[index];
      if (theirs === undefined || !isSame(theirs, target)) continue;
      other.others.set(index, [...(other.others.get(index) ?? []), `job ${job.id} (${job.plan.text})`]);
    }
  }
}

/** A target without a watcher is about the whole node. */
function isSame(one: Target, other: Target): boolean {
  return one.node === other.node && (one.watcher === other.watcher || one.watcher === null || other.watcher === null);
}

/** The outcome, with the jobs that began there meanwhile, where it is not ok: they may be why. */
export function withOthers(job: RunningJob, index: number, outcome: Outcome): Outcome {
  const others = job.others.get(index) ?? [];
  if (outcome.kind === 'ok' || others.length === 0) return outcome;
  const came = `${others.join(', ')} came between`;
  return {...outcome, reason: outcome.reason === null ? came : `${outcome.reason}: ${came}`};
}
