import type {JobId, JobOrigin, Target} from '../model/job.js';
import type {NameChange, NamedClusters} from '../model/named-cluster.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {NodeSetOptions} from '../model/node-set.js';
import type {Instant} from '../model/time.js';
import type {State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import type {Command, Effect} from './command.js';
import type {Pace} from './pace.js';
import type {FilePort} from './run.js';

/** What is wrong with a typed command. */
export interface Problem {
  readonly message: string;
  /** The place (UTF-16 index) in the text where it goes wrong. */
  readonly at: number;
  /** usage: it can never work as typed · no-target: the cluster, as far as it is known now, has nothing for it · refused: read-only, or never allowed that way. */
  readonly kind: 'usage' | 'no-target' | 'refused';
  /** Whether a command that runs before it may change that. */
  readonly mayPass?: boolean;
}

export type Result<T> = {readonly ok: true; readonly value: T} | Failure;

interface Failure {
  readonly ok: false;
  readonly problem: Problem;
}

/** What can never work as it is typed. */
export function misused(message: string, at: number): Failure {
  return {ok: false, problem: {message, at, kind: 'usage'}};
}

/**
 * What a command would do; made without asking any node, shown as preview and in confirmations, then run.
 *
 * @typeParam Prepared what the command found out for its run while it planned; only the command itself looks into it
 */
export interface Plan<Prepared = unknown> {
  readonly command: Command;
  readonly args: Arguments;
  /** The command as it could be typed again, with what its targets resolved to. */
  readonly text: string;
  readonly targets: readonly Target[];
  /** Watchers of these nodes that "all" does not mean, where all were meant; absent: none. */
  readonly leftOut?: readonly string[];
  /** Short sentences that the operator should have seen before it begins. */
  readonly warnings: readonly string[];
  readonly prepared: Prepared;
  /** How fast it goes; absent: all at once, to the end. */
  readonly pace?: Pace;
  /** The interrupted job that it goes on with: once it begins, the operator has seen to that one. */
  readonly goesOnWith?: JobId;
  /** By what it was asked for; absent: not known. */
  readonly how?: JobOrigin['how'];
  /** What it may do, where that is more than its command's own effect; absent: it is not. */
  readonly effect?: Effect;
  /** Set where it cannot be planned before the commands before it in its line are done: why, and what it is planned from then. */
  readonly notYet?: {
    readonly reason: string;
    readonly words: readonly Token[];
    readonly marked: readonly NodeId[] | null;
  };
}

/** What planning needs to know beside the state. */
export interface PlanContext {
  readonly state: State;
  /** What sets of nodes are read with: the command port of nodes that name none (`--port`), and what has a name. */
  readonly sets: NodeSetOptions;
  /** All clusters that have a name. */
  readonly clusters: () => NamedClusters;
  /** The nodes with a mark; null: nothing can be marked, as in `exec`. */
  readonly marked: readonly NodeId[] | null;
  readonly now: Instant;
  /** Why this machine cannot connect to so many nodes, for people; null, or absent: it can. */
  readonly roomFor?: (nodes: number) => string | null;
  /** Files of commands; absent: there is no screen to run them on. */
  readonly files?: FilePort;
}

/** The cluster as a plan would make it, in order; null: it leaves the cluster as it is. */
export function clusterAfter(plan: Plan): readonly NodeSpec[] | null {
  const {command} = plan;
  return command.scope === 'screen' || plan.notYet !== undefined ? null : (command.clusterAfter?.(plan) ?? null);
}

/** The names of clusters that a plan would give and take away, in order. */
export function namesAfter(plan: Plan): readonly NameChange[] {
  const {command} = plan;
  return command.scope === 'screen' || plan.notYet !== undefined ? [] : (command.namesAfter?.(plan) ?? []);
}

/** What a plan acts on, in the command's own words; null: its targets say it. */
export function describePlan(plan: Plan): string | null {
  const {command} = plan;
  return plan.notYet !== undefined ? null : (command.describe?.(plan) ?? null);
}

/** What is asked before a command on the program itself; null: nothing. */
export function askedBefore({command, args}: Plan): string | null {
  return command.scope === 'screen' ? (command.asks?.(args) ?? null) : null;
}
