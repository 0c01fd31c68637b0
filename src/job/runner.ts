import type {Operands} from '../command/arguments.js';
import type {FirstPhase, Run} from '../command/command.js';
import {isDryRun} from '../command/dry-run.js';
import {effectOf, isAboveRead} from '../command/effect.js';
import type {JobPort} from '../command/job-port.js';
import {cancelled, skipped} from '../command/outcomes.js';
import type {Plan} from '../command/plan.js';
import type {Ports} from '../command/ports.js';
import {settled} from '../command/settle.js';
import type {Fact} from '../model/facts.js';
import type {JobId, Outcome} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {noteBegin, withOthers} from './between.js';
import {isFailure, whyNoMore} from './failures.js';
import {freedWhenSent} from './giving-free.js';
import {NOT_BEGUN, NOT_GONE_ON} from './removals.js';
import {createReporter} from './reporter.js';
import {createRunningJob, type RunningJob} from './running-job.js';
import {batchesOf, createScheduler, queuesOf, type RunOptions, type Steps, type TargetSlot} from './scheduler.js';
import {asForced, outcomeOf} from './target-outcome.js';

/** Runs plans: each target of each plan ends in exactly one outcome, published as facts. */
export interface JobRunner extends Omit<JobPort, 'beginInTurn' | 'look' | 'takenUp'> {
  /** Resolves when every target of the job has its outcome. */
  readonly ended: (job: JobId) => Promise<void>;
  /** Begins no more targets of any job; what is under way goes on, unless its command ends then. @returns how many go on */
  readonly cancelAll: () => number;
  /** These nodes are in the cluster from now on: on all others, what is under way is broken off, and nothing is begun. */
  readonly keepOnly: (nodes: ReadonlySet<NodeId>) => void;
  /** Breaks off what is under way, too: such a target ends at once, as unknown where something was sent. */
  readonly breakOff: () => void;
}

interface JobRunnerOptions {
  readonly ports: Ports;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  /** How many nodes are acted on at a time. */
  readonly fanout: number;
  /** Who runs this program, and where. */
  readonly who: string;
  /** The number of the next job. */
  readonly nextJob: () => JobId;
}

const CANCELLED = cancelled('not begun');
/** It was switched on meanwhile. */
const READ_ONLY = cancelled('not begun: read-only');

/** @param options.emit takes the job's facts in the order in which they happen; that a target begins before anything is sent to it */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const {ports, clock, emit, fanout, who, nextJob} = options;
  const scheduler = createScheduler(fanout);
  const running = new Map<JobId, RunningJob>();
  const operands = new Map<JobId, Operands>();

  function begin(plan: Plan): JobId | null {
    const {command} = plan;
    if (command.scope === 'screen') {
      command.act(ports.screen, plan);
      return null;
    }
    const id = nextJob();
    const {text, targets, how} = plan;
    emit([
      {
        type: 'job-began',
        at: clock(),
        job: id,
        text,
        command: command.name,
        isDryRun: isDryRun(plan.args),
        targets,
        ...(how === undefined ? {} : {by: {who, how}}),
      },
    ]);
    const job = createRunningJob(id, command, plan, ports);
    running.set(id, job);
    operands.set(id, {operands: plan.args.operands, options: plan.args.options});
    const {first} = command;
    // A signal must reach processes that other commands wait for; changing the cluster sends nothing to a node; and logs are
    // read for as long as one likes.
    const isUrgent = command.scope !== 'watcher';
    const steps: Steps = {
      first: index => (first === undefined || !job.barrier.has(index) ? null : runFirst(job, index, first)),
      ready: job.barrier.decided,
      act: slot => runTarget(job, slot),
      waits: (indexes, behind) => {
        const open = indexes.filter(index => job.open.has(index));
        emit(open.map(index => ({type: 'job-target-waits', at: clock(), job: job.id, index, waitsFor: behind})));
      },
    };
    void runBatches(job, {label: `job ${id}: ${text}`, isUrgent}, steps);
    void job.ended.then(() => {
      running.delete(id);
      emit([{type: 'job-ended', at: clock(), job: id}]);
    });
    if (plan.targets.length === 0) job.end();
    return id;
  }

  /** A batch begins when every target of the one before has its outcome. */
  async function runBatches(job: RunningJob, how: Omit<RunOptions, 'fanout'>, steps: Steps) {
    const {targets, pace} = job.plan;
    const fanout = pace?.fanout ?? null;
    for (const queues of batchesOf(queuesOf(targets), pace?.batch ?? null)) {
      skipAfterFailures(job);
      if (job.open.size === 0) return;
      await scheduler.run(queues, {...how, fanout}, steps);
    }
  }

  /** Once too many targets are not ok, no other is begun. */
  function skipAfterFailures(job: RunningJob): void {
    const reason = whyNoMore(job, ports.state());
    if (reason === null) return;
    for (const index of job.open) if (!job.underWay.has(index)) finish(job, index, skipped(reason));
  }

  /** Publishes a target's outcome, once; with the last one the job has ended. */
  function finish(job: RunningJob, index: number, outcome: Outcome): void {
    if (!job.open.delete(index)) return;
    job.underWay.delete(index);
    emit([{type: 'job-target-ended', at: clock(), job: job.id, index, outcome}]);
    job.barrier.settle(index, outcome);
    if (isFailure(outcome)) job.failures++;
    skipAfterFailures(job);
    if (job.open.size === 0) job.end();
  }

  /** What waits for its turn ends here; what is under way goes on, unless its command ends then. @returns how many end */
  function cancel(job: RunningJob): number {
    const waiting = [...job.open].filter(index => !job.underWay.has(index));
    for (const index of waiting) finish(job, index, CANCELLED);
    job.cancelled.abort();
    return waiting.length + (job.command.endsWhenCancelled === true ? job.underWay.size : 0);
  }

  /** The target's turn, which begins with its first phase where it has one; null: it has ended already. */
  function turnOf(job: RunningJob, {index, free}: TargetSlot): Run | null {
    const {plan} = job;
    const target = plan.targets[index];
    if (target === undefined || !job.open.has(index)) return null;
    if (!job.underWay.has(index)) {
      if (ports.state().isReadOnly && isAboveRead(effectOf(plan))) {
        finish(job, index, READ_ONLY);
        return null;
      }
      emit([{type: 'job-target-began', at: clock(), job: job.id, index}]);
      job.underWay.set(index, []);
      noteBegin(job, target, running.values());
    }
    const sent = () => free(freedWhenSent(plan, target, ports.state()));
    const report = createReporter(job, index, {emit, clock, sent});
    const signal = job.removals.signal(target.node, job.abort.signal);
    return {target, plan, ports, report, signal, cancelled: job.cancelled.signal};
  }

  async function runFirst(job: RunningJob, index: number, first: FirstPhase): Promise<void> {
    const run = turnOf(job, {index, free: () => {}});
    if (run === null) return;
    const outcome = await outcomeOf(run, () => first.run(run));
    if (outcome === null) {
      job.between.add(index);
      job.barrier.settle(index, null);
    } else finish(job, index, job.removals.told(run.target.node, outcome));
  }

  async function runTarget(job: RunningJob, slot: TargetSlot): Promise<void> {
    const {index} = slot;
    job.between.delete(index);
    const run = turnOf(job, slot);
    if (run === null) return;
    const outcome = job.barrier.verdict(index) ?? (await outcomeOf(run, () => job.command.run(run)));
    const settle = job.plan.pace?.settle ?? 0;
    if (settle > 0) run.report({type: 'sent'});
    const lasting = settle > 0 ? await outcomeOf(run, () => settled(run, outcome, settle)) : outcome;
    const told = job.removals.told(run.target.node, lasting);
    finish(job, index, withOthers(job, index, job.forced.has(index) ? asForced(told) : told));
  }

  function force(id: JobId): number {
    const job = running.get(id);
    const waiting = [...(job?.underWay ?? [])].filter(([, pids]) => pids.length > 0);
    if (job?.command.force === undefined) return 0;
    for (const [index, pids] of waiting) {
      const target = job.plan.targets[index];
      if (target === undefined) continue;
      job.forced.add(index);
      void job.command.force(target, pids, ports).then(problem => {
        if (problem === null || !job.underWay.has(index)) return;
        emit([{type: 'job-target-waits', at: clock(), job: job.id, index, waitsFor: problem}]);
      });
    }
    return waiting.length;
  }

  function keepOnly(nodes: ReadonlySet<NodeId>): void {
    for (const job of running.values()) {
      job.removals.keepOnly(nodes);
      for (const index of [...job.open]) {
        if (!job.removals.has(job.plan.targets[index]?.node ?? '')) continue;
        if (!job.underWay.has(index)) finish(job, index, NOT_BEGUN);
        else if (job.between.has(index)) finish(job, index, NOT_GONE_ON);
      }
    }
  }

  function cancelAll(): number {
    let left = 0;
    for (const job of [...running.values()]) {
      cancel(job);
      if (job.command.endsWhenCancelled !== true) left += job.open.size;
    }
    return left;
  }

  return {
    begin,
    force,
    operandsOf: id => operands.get(id) ?? null,
    keepOnly,
    cancelAll,
    cancel: id => {
      const job = running.get(id);
      return job === undefined ? 0 : cancel(job);
    },
    breakOff: () => {
      cancelAll();
      for (const job of running.values()) job.abort.abort();
    },
    ended: id => running.get(id)?.ended ?? Promise.resolve(),
  };
}
