import type {TargetCommand} from '../command/command.js';
import type {Plan} from '../command/plan.js';
import type {Ports} from '../command/ports.js';
import type {JobId} from '../model/job.js';
import {type Barrier, createBarrier} from './barrier.js';
import {createRemovals, type Removals} from './removals.js';

/** A job from its begin to its last outcome. Targets go by index. */
export interface RunningJob {
  readonly id: JobId;
  readonly command: TargetCommand;
  readonly plan: Plan;
  readonly barrier: Barrier;
  /** Targets under way by index, each with the processes whose end it waits for. */
  readonly underWay: Map<number, readonly number[]>;
  /** Those of them that wait for others between their two phases. */
  readonly between: Set<number>;
  /** Targets that force was used on. */
  readonly forced: Set<number>;
  /** Jobs that began at a target while it was under way, for people. */
  readonly others: Map<number, readonly string[]>;
  /** Targets without an outcome. */
  readonly open: Set<number>;
  /** How many have ended that count against `--max-failures`. */
  failures: number;
  readonly abort: AbortController;
  readonly cancelled: AbortController;
  readonly removals: Removals;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

export function createRunningJob(id: JobId, command: TargetCommand, plan: Plan, ports: Ports): RunningJob {
  const {promise: ended, resolve: end} = Promise.withResolvers<void>();
  return {
    id,
    command,
    plan,
    barrier: createBarrier(command, plan, ports),
    underWay: new Map(),
    between: new Set(),
    forced: new Set(),
    others: new Map(),
    open: new Set(plan.targets.keys()),
    failures: 0,
    abort: new AbortController(),
    cancelled: new AbortController(),
    removals: createRemovals(command, plan.targets),
    ended,
    end,
  };
}
