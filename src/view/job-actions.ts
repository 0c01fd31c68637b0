import {withoutDryRun} from '../command/dry-run.js';
import type {Job, JobId, Target} from '../model/job.js';
import {isJobRunning, isOk} from '../store/selectors.js';
import {changeable} from '../wording/answers.js';
import {logsOfJob} from './job-log.js';
import type {ActPorts} from './key-binding.js';
import type {Scene} from './scene.js';
import {shownJob} from './screen-state.js';

/** What the keys of the jobs screen do to the job that is shown. */
export type JobKey =
  | 'newer'
  | 'older'
  | 'newest'
  | 'oldest'
  | 'force'
  | 'cancel'
  | 'retry'
  | 'apply'
  | 'log'
  | 'look'
  | 'go-on';

/** Does to the job that is shown what its key means. */
export function performOnJob(does: JobKey, on: ActPorts): void {
  const {ports, say} = on;
  const {jobs} = ports.state();
  const job = shownJob(on.screen(), jobs);
  if (job === null) {
    say('there is no job yet', false);
    return;
  }
  const index = jobs.indexOf(job);
  switch (does) {
    case 'newer':
      select(jobs[index + 1] ?? job, on);
      break;
    case 'older':
      select(jobs[index - 1] ?? job, on);
      break;
    case 'newest':
      select(jobs.at(-1) ?? job, on);
      break;
    case 'oldest':
      select(jobs[0] ?? job, on);
      break;
    case 'force':
      if (!on.isFromStall('force')) whileRunning(job, force, on);
      break;
    case 'cancel':
      whileRunning(job, cancel, on);
      break;
    case 'retry':
      retry(job, on);
      break;
    case 'apply':
      apply(job, on);
      break;
    case 'log':
      openLogs(job, on);
      break;
    case 'look':
      if (isLeft(job, on)) look(job, on);
      break;
    case 'go-on':
      if (isLeft(job, on)) goOn(job, on);
      break;
  }
}

/** Whether something of it waits for processes that signal 9 would end. */
export function isForceable(job: Job): boolean {
  return isJobRunning(job) && job.targets.some(({outcome, mayForce}) => outcome === null && mayForce === true);
}

/** Whether a key has something to do for the job that is shown; the key is told nowhere else than in the help, else. */
export function hasJobFor(
  does: 'force' | 'cancel' | 'retry',
  {state, screen}: Pick<Scene, 'state' | 'screen'>,
): boolean {
  const job = shownJob(screen, state.jobs);
  if (job === null) return false;
  switch (does) {
    case 'force':
      return isForceable(job);
    case 'cancel':
      return isJobRunning(job);
    case 'retry':
      return triedAgain(job).length > 0;
  }
}

/** What has ended and is not ok. */
function triedAgain({targets}: Job): readonly Target[] {
  return targets.filter(each => each.outcome !== null && !isOk(each)).map(({target}) => target);
}

function force(job: JobId, {ports, say}: ActPorts): void {
  if (ports.jobs.force(job) === 0) say('it waits for no process that signal 9 would end', false);
}

function cancel(job: JobId, {ports, say}: ActPorts): void {
  const waited = ports.jobs.cancel(job);
  if (waited === 0) say('all of it has begun: what is under way goes on to its end', false);
}

function select(job: Job, {change}: ActPorts): void {
  change({type: 'select-job', job: job.id});
}

function whileRunning(job: Job, act: (id: JobId, on: ActPorts) => void, on: ActPorts): void {
  if (isJobRunning(job)) {
    // It stays the one that is shown when another begins, and the next key is about it, too.
    on.change({type: 'select-job', job: job.id});
    act(job.id, on);
  } else on.say(`job #${job.id} has ended`, false);
}

function retry(job: Job, on: ActPorts): void {
  const cells = triedAgain(job);
  if (cells.length === 0) {
    on.say(`job #${job.id} has no target that failed`, false);
    return;
  }
  again(job, cells, on);
}

/** Whether an earlier circusman left it; else that is said. */
function isLeft({id, isInterrupted}: Job, {say}: ActPorts): boolean {
  if (isInterrupted !== true) say(`job #${id} was not interrupted`, false);
  return isInterrupted === true;
}

function look(job: Job, {ports, say, change}: ActPorts): void {
  const {length} = job.targets.filter(({outcome}) => outcome?.kind === 'unknown');
  change({type: 'select-job', job: job.id});
  if (length === 0) {
    ports.jobs.takenUp(job.id);
    say(`job #${job.id} has no target that is unknown`, false);
    return;
  }
  say(`asking how ${length === 1 ? 'the target is' : `the ${length} targets are`} that nobody knows of`, false);
  ports.jobs.look(job.id);
}

/** The same command, as a job of its own, for what was not begun. */
function goOn(job: Job, on: ActPorts): void {
  const cells = job.targets.filter(({outcome}) => outcome?.kind === 'cancelled').map(({target}) => target);
  if (cells.length > 0) again(job, cells, on);
  else {
    on.ports.jobs.takenUp(job.id);
    on.say(`job #${job.id} has begun all its targets`, false);
  }
}

/** Proposes the same command for these targets of it. */
function again(job: Job, cells: readonly Target[], {ports, say, change, propose}: ActPorts): void {
  const given = ports.jobs.operandsOf(job.id);
  const isLeft = job.isInterrupted === true;
  if (isLeft && given === null) {
    say(`job #${job.id} cannot be gone on with here: its command means nothing on this cluster`, true);
    return;
  }
  change({type: 'select-job', job: null});
  const plan = ports.planCells(job.command, cells, given ?? undefined);
  propose(plan.ok && isLeft ? {ok: true, value: {...plan.value, goesOnWith: job.id}} : plan);
}

function openLogs(job: Job, {ports, say, showLogs}: ActPorts): void {
  const selection = logsOfJob(job, ports.state());
  if (selection === null) say(`job #${job.id} has no watcher that has a log`, false);
  else showLogs(selection);
}

/** Does what a dry run has shown, to those targets of it that it was possible for. */
function apply(job: Job, {ports, say, change, propose}: ActPorts): void {
  const given = ports.jobs.operandsOf(job.id);
  if (!job.isDryRun || given === null) {
    say(`job #${job.id} was no dry run: there is nothing to do after it`, false);
    return;
  }
  if (isJobRunning(job)) {
    say(`job #${job.id} has not ended yet`, false);
    return;
  }
  const cells = changeable(job).map(({target}) => target);
  if (cells.length === 0) {
    say(`job #${job.id} found nothing to do`, false);
    return;
  }
  change({type: 'select-job', job: null});
  propose(ports.planCells(job.command, cells, withoutDryRun(given)));
}
