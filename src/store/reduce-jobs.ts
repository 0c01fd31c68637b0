import {withAnswer} from '../model/answer.js';
import type {EventFact, JobFact} from '../model/facts.js';
import {type Job, type JobTarget, type Target, waitingTarget} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {Draft} from './draft.js';
import {type TargetKind, targetKind} from './target-kind.js';

/** The oldest ended ones go first. */
export const JOBS_KEPT = 100;

/** How long (ms) after its `ok` the end of a process still counts. */
const AFTERWARDS = 10_000;

/** The course of jobs. */
export function reduceJob(draft: Draft, fact: JobFact): void {
  switch (fact.type) {
    case 'job-began': {
      const {job: id, text, command, isDryRun, at, by = null} = fact;
      const {length} = fact.targets;
      const nodes = nodesOf(fact.targets);
      draft.addEvent({...OF_CLUSTER, at, kind: 'job-began', job: id, text, isDryRun, by, targets: length, nodes});
      const targets = fact.targets.map(target => waitingTarget(target));
      draft.setJobs([...kept(draft.jobs()), {id, text, command, isDryRun, beganAt: at, endedAt: null, targets}]);
      return;
    }
    case 'job-target-began':
      changeTarget(draft, fact, target => ({...target, beganAt: fact.at}));
      return;
    case 'job-target-waits':
      changeTarget(draft, fact, target => waiting(target, fact));
      return;
    case 'job-target-fetched':
      changeTarget(draft, fact, target => ({...target, progress: fact.progress}));
      return;
    case 'job-target-answered':
      noteConfigured(draft, fact);
      changeTarget(draft, fact, target => ({...target, answers: withAnswer(target.answers, fact.answer)}));
      return;
    case 'job-target-ended':
      changeTarget(draft, fact, target => withEarlierCrash(draft, ended(target, fact), fact.at));
      return;
    case 'job-recalled':
      draft.setJobs([...draft.jobs(), fact.recalled].sort((one, other) => one.id - other.id));
      return;
    case 'job-target-seen':
      changeTarget(draft, fact, target => ({...target, outcome: fact.outcome}));
      return;
    case 'job-ended':
      changeJob(draft, fact.job, job => {
        const {id, text, targets} = job;
        const nodes = nodesOf(targets.map(({target}) => target));
        draft.addEvent({
          ...OF_CLUSTER,
          at: fact.at,
          kind: 'job-ended',
          job: id,
          text,
          counts: countsOf(targets),
          nodes,
        });
        return {...job, endedAt: fact.at};
      });
      return;
  }
}

type AnswerFact = Extract<JobFact, {type: 'job-target-answered'}>;

const OF_CLUSTER = {node: null, watcher: null} as const;

function nodesOf(targets: readonly Target[]): readonly NodeId[] {
  return [...new Set(targets.map(({node}) => node))];
}

function countsOf(targets: readonly JobTarget[]): ReadonlyMap<TargetKind, number> {
  const counts = new Map<TargetKind, number>();
  for (const target of targets) {
    const kind = targetKind(target);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** What a configure has changed is an entry. */
function noteConfigured(draft: Draft, {job, index, at, answer}: AnswerFact): void {
  const target = draft.jobs().findLast(({id}) => id === job)?.targets[index]?.target;
  if (target === undefined || answer.kind !== 'files' || answer.data.dryRun) return;
  const files = answer.data.files.flatMap(({file, state}) => (state === 'unchanged' ? [] : [{file, state}]));
  if (files.length > 0) draft.addEvent({at, ...target, kind: 'configured', files});
}

function kept(jobs: readonly Job[]): readonly Job[] {
  if (jobs.length < JOBS_KEPT) return jobs;
  const oldest = jobs.findIndex(job => job.endedAt !== null);
  return jobs.filter((_, index) => index !== oldest);
}

function changeJob(draft: Draft, id: number, next: (job: Job) => Job): void {
  const jobs = draft.jobs();
  const index = jobs.findLastIndex(job => job.id === id);
  const job = jobs[index];
  if (job === undefined) return;
  const changed = next(job);
  if (changed !== job) draft.setJobs(jobs.with(index, changed));
}

function changeTarget(
  draft: Draft,
  {job: id, index}: {readonly job: number; readonly index: number},
  next: (target: JobTarget) => JobTarget,
): void {
  changeJob(draft, id, job => {
    const target = job.targets[index];
    if (target === undefined) return job;
    const changed = next(target);
    return changed === target ? job : {...job, targets: job.targets.with(index, changed)};
  });
}

function waiting(target: JobTarget, fact: Extract<JobFact, {type: 'job-target-waits'}>): JobTarget {
  const {waitsFor, mayForce = false} = fact;
  const isSame = target.waitsFor === waitsFor && (target.mayForce ?? false) === mayForce;
  return isSame ? target : {...target, waitsFor, mayForce};
}

function ended(target: JobTarget, {at, outcome}: Extract<JobFact, {type: 'job-target-ended'}>): JobTarget {
  const ms = target.beganAt === null ? 0 : at.monotonic - target.beganAt.monotonic;
  return {...target, waitsFor: null, outcome, ms};
}

/** The event of an end can be here before the outcome that it disproves. */
function withEarlierCrash(draft: Draft, target: JobTarget, at: Instant): JobTarget {
  const watcher = draft.node(target.target.node)?.watchers.get(target.target.watcher ?? '');
  const crash = watcher?.crashes.seen.find(({ends}) => ends.some(({pid}) => isAbout(target, pid)));
  return crash === undefined
    ? target
    : {...target, afterwards: {exit: crash.exit, ms: crash.at.monotonic - at.monotonic}};
}

/** Adds a crash to the jobs that it concerns: a target is no longer `ok` if that was said about this process not long ago. */
export function noteCrash(draft: Draft, fact: Extract<EventFact, {type: 'process-reaped'}>): void {
  const isYoung = (since: number) => fact.at.monotonic - since <= AFTERWARDS;
  for (const job of draft.jobs()) {
    if (job.endedAt !== null && !isYoung(job.endedAt.monotonic)) continue;
    job.targets.forEach((target, index) => {
      const {node, watcher} = target.target;
      if (node !== fact.node || watcher !== fact.watcher || target.afterwards !== null) return;
      const end = (target.beganAt?.monotonic ?? 0) + (target.ms ?? 0);
      if (!isAbout(target, fact.pid) || !isYoung(end)) return;
      const afterwards = {exit: fact.exit, ms: fact.at.monotonic - end};
      changeTarget(draft, {job: job.id, index}, each => ({...each, afterwards}));
      const {at, nodeTime} = fact;
      draft.addEvent({at, node, watcher, nodeTime, kind: 'died-after-ok', job: job.id, ...afterwards});
    });
  }
}

function isAbout({outcome}: JobTarget, pid: number): boolean {
  return outcome?.kind === 'ok' && outcome.pids !== undefined && outcome.pids.includes(pid);
}
