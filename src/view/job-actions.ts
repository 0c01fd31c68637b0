import {withoutDryRun} from '../command/dry-run.js';
import type {Job, JobId} from '../model/job.js';
import {isJobRunning, isOk} from '../store/selectors.js';
import {changeable} from '../wording/answers.js';
import {logsOfJob} from './job-log.js';
import type {ActPorts} from './key-binding.js';
import {shownJob} from './screen-state.js';

/** What the keys of the jobs screen do to the job that is shown. */
export type JobKey = 'newer' | 'older' | 'force' | 'cancel' | 'retry' | 'apply' | 'log';

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
  }
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

function retry(job: Job, {ports, say, change, propose}: ActPorts): void {
  const cells = job.targets.filter(each => each.outcome !== null && !isOk(each)).map(each => each.target);
  if (cells.length === 0) {
    say(`job #${job.id} has no target that failed`, false);
    return;
  }
  change({type: 'select-job', job: null});
  propose(ports.planCells(job.command, cells, ports.jobs.operandsOf(job.id) ?? undefined));
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
