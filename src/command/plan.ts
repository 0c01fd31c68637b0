import type {Target} from '../model/job.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import type {Command} from './command.js';
import type {PlacedMember} from './members.js';

/** What is wrong with a typed command. */
export interface Problem {
  readonly message: string;
  /** The place (UTF-16 index) in the text where it goes wrong. */
  readonly at: number;
  /** usage: it can never work as typed · no-target: the cluster, as far as it is known now, has nothing for it · refused: read-only, or never to be done so. */
  readonly kind: 'usage' | 'no-target' | 'refused';
  /** Whether a command that is done before it may change that. */
  readonly mayPass?: boolean;
}

export type Result<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problem: Problem};

/** What a command would do; made without asking anybody, shown as preview and in confirmations, then run. */
export interface Plan {
  readonly command: Command;
  readonly args: Arguments;
  /** The command as it could be typed again, with what its targets resolved to. */
  readonly text: string;
  readonly targets: readonly Target[];
  /** Short sentences that the operator should have seen before it begins. */
  readonly warnings: readonly string[];
  /** The cluster as it was and as this command makes it, in order; only where the scope is `cluster`. */
  readonly cluster?: {readonly before: readonly NodeSpec[]; readonly after: readonly NodeSpec[]};
  /** By service, whom its cluster consists of; only where the command configures. */
  readonly members?: ReadonlyMap<string, readonly PlacedMember[]>;
  /** Why it cannot be planned before the commands before it in its line are done, and what it is planned from then. */
  readonly notYet?: {
    readonly reason: string;
    readonly words: readonly Token[];
    readonly marked: readonly NodeId[] | null;
  };
  /** The targets' services as they were when they were shown to be confirmed; only where the command resets. */
  readonly services?: readonly PlannedService[];
  /** Which services the targets were then, and where; only where the command writes or removes files. */
  readonly homes?: ReadonlyMap<Target, PlannedHome>;
}

/** A watcher's service, and the folder it lives in, when a command on it was planned. */
export interface PlannedHome {
  readonly service: string;
  readonly home: string;
}

/** A service when a command on it was planned. */
export interface PlannedService {
  readonly name: string;
  /** Whether it is reset on all its members or on none. */
  readonly resetsTogether: boolean;
  /** All of them, whether they are targets or not. */
  readonly members: readonly Target[];
}

/** What planning needs to know beside the state. */
export interface PlanContext {
  readonly state: State;
  /** Command port of nodes that name none (`--port`). */
  readonly defaultPort: number;
  /** The nodes with a mark; null: nothing can be marked, as in `exec`. */
  readonly marked: readonly NodeId[] | null;
  readonly now: Instant;
  /** Says why this machine cannot connect to so many nodes, for people; null, or absent: it can. */
  readonly roomFor?: (nodes: number) => string | null;
}
