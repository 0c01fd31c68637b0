import type {DetectionSearch} from '../model/detection.js';
import type {Outcome, Target} from '../model/job.js';
import type {NameChange} from '../model/named-cluster.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {Arguments} from './arguments.js';
import type {LogRequest} from './log-request.js';
import type {Plan, PlanContext, Result} from './plan.js';
import type {Ports, Progress, ScreenPort} from './ports.js';

/**
 * What a command's targets are. `screen`: nothing of the cluster, it acts on the program itself · `process`: watchers' processes ·
 * `log`: watchers' logs, and `reading`: what nodes tell, which are read beside whatever else is done.
 */
type Scope = 'screen' | 'cluster' | 'watcher' | 'process' | 'log' | 'reading';

/** What a command may do to what runs. Confirmations and read-only come from this, and from nowhere else. */
export type Effect = 'none' | 'read' | 'change' | 'interrupt' | 'destroy';

/**
 * What an operand or a value is, so that it can be completed. `sorting`: what rows can be sorted by · `option`: the name of a watcher's
 * option, such as numprocesses · `setting`: such a name, or what it is set to · `file`: a file or folder here · `cluster`: the name of
 * one · `choice`: one of `choices`.
 */
export type WordKind =
  | 'watcher'
  | 'signal'
  | 'nodes'
  | 'filter'
  | 'column'
  | 'sorting'
  | 'figure'
  | 'option'
  | 'setting'
  | 'count'
  | 'file'
  | 'cluster'
  | 'choice'
  | 'text';

/** An operand that a command takes; parsing, completion, help and usage lines come from it. */
export interface Argument {
  readonly name: string;
  readonly kind: WordKind;
  /** The words that a `choice` can be. */
  readonly choices?: readonly string[];
  readonly isOptional: boolean;
  /** Takes any number of operands. */
  readonly isMany: boolean;
}

/** What begins with two dashes: `--dry-run`, or with a value `--set k=v` and `--set=k=v`. It may stand anywhere after the command. */
export interface CommandOption {
  /** Without the dashes. */
  readonly name: string;
  /** What its value is called in usage lines ("K=V"); null: it has none. */
  readonly value: string | null;
  /** What its value is; absent: a text that nothing completes. */
  readonly valueKind?: WordKind;
  /** The words that a value of the kind `choice` usually is. */
  readonly choices?: readonly string[];
  /** Whether it may be given more than once. */
  readonly isMany: boolean;
  /** Whether the command is refused without it; its plan says why. */
  readonly isRequired?: boolean;
  /** The only one of the command's ways that takes it; absent: the command does. */
  readonly way?: string;
  /** One line: "Only say what would be done". */
  readonly summary: string;
  /** The command's effect when this is given; absent: it does not change the effect. */
  readonly effect?: Effect;
}

/** What a command does when its first operand is this word, as in `cluster save NAME`; in quotes that is an operand as any other. */
export interface CommandWay {
  readonly word: string;
  /** What may follow it. */
  readonly args: readonly Argument[];
  /** One line, as a command's. */
  readonly summary: string;
}

interface CommandBase {
  readonly name: string;
  /** One line, in the imperative: "Start watchers and wait until they run". */
  readonly summary: string;
  readonly args: readonly Argument[];
  /** Absent: its first operand is as the others. */
  readonly ways?: readonly CommandWay[];
  /** Absent: none. */
  readonly options?: readonly CommandOption[];
  /** Whether `on NODES` may follow. */
  readonly takesOn: boolean;
  /** Whether the processes that it interrupts are not managed by circusd. */
  readonly sparesRunning?: boolean;
  /** Whether a key that does it to several targets at once asks first, although it interrupts few or none. */
  readonly asksOfSeveral?: true;
  /** Whether its watchers may be such as were removed, of which something still runs. */
  readonly meansRemoved?: true;
  /** Whether no other command may be in its line, as it would be begun before this one has ended; absent: one may. */
  readonly standsAlone?: true;
  /** Options may change it: ask `effectOf`. */
  readonly effect: Effect;
  /** The circus message that does it, which may be of the package `circus/`; what is sent beside it only reads. Absent: nothing does. */
  readonly circus?: string;
}

/** A command on the program itself; it makes no job. */
export interface ScreenCommand<Prepared = unknown> extends CommandBase {
  readonly scope: 'screen';
  readonly plan: (args: Arguments, context: PlanContext) => Result<Plan<Prepared>>;
  readonly act: (screen: ScreenPort, plan: Plan<Prepared>) => void;
  /** What the operator is asked before it, as it takes away what protects the nodes; absent or null: nothing. */
  readonly asks?: (args: Arguments) => string | null;
  /** What `exec` looks for, and prints, in its place; absent: it is for the full screen alone. */
  readonly searchOf?: (plan: Plan<Prepared>) => DetectionSearch;
  /** What of which logs `exec` prints in its place; absent: nothing. */
  readonly printOf?: (plan: Plan<Prepared>) => LogRequest;
  /** What it acts on, where its targets do not say it; absent or null: they do. */
  readonly describe?: (plan: Plan<Prepared>) => string | null;
  /** The nodes whose events `exec` prints in its place, null: all; absent: none. */
  readonly listensTo?: (plan: Plan<Prepared>) => readonly NodeId[] | null;
}

/**
 * A command with targets, each of which ends in an outcome.
 *
 * @typeParam Prepared what `plan` finds out for the other functions
 */
export interface TargetCommand<Prepared = unknown> extends CommandBase {
  readonly scope: Exclude<Scope, 'screen'>;
  readonly plan: (args: Arguments, context: PlanContext) => Result<Plan<Prepared>>;
  /** Resolves to the target's outcome; never rejects. After an abort it resolves soon: to `cancelled` where nothing was sent. */
  readonly run: (run: Run<Prepared>) => Promise<Outcome>;
  /** What is under way ends soon, too, when its job is cancelled (`Run.cancelled`); absent: it goes on to its end. */
  readonly endsWhenCancelled?: true;
  /** What comes before `run` for targets that are done all or not at all; absent: there are none. */
  readonly first?: FirstPhase<Prepared>;
  /** Ends by force what a running target waits for (`K`); absent: force does not help. Resolves to why it failed, or null. */
  readonly force?: (target: Target, pids: readonly number[], ports: Ports) => Promise<string | null>;
  /** The cluster as it would be then, in order; absent or null: it leaves the cluster as it is. */
  readonly clusterAfter?: (plan: Plan<Prepared>) => readonly NodeSpec[] | null;
  /** The names of clusters that it would give and take away; absent: none. */
  readonly namesAfter?: (plan: Plan<Prepared>) => readonly NameChange[];
  /** What it acts on, where its targets do not say it; absent or null: they do. */
  readonly describe?: (plan: Plan<Prepared>) => string | null;
}

/** The first of two phases of targets that form a group: `run` begins on none of them before the group as a whole is decided. */
export interface FirstPhase<Prepared = unknown> {
  /** The name of the target's group; null: it has no first phase. */
  readonly groupOf: (target: Target, plan: Plan<Prepared>) => string | null;
  /** Resolves to the outcome of a target that ends here; null: it goes on. Never rejects. */
  readonly run: (run: Run<Prepared>) => Promise<Outcome | null>;
  /**
   * Called when the first phase of every target of the group has ended. `ended`: those that go no further, with their outcomes.
   * @returns what ends all the others; null: they go on
   */
  readonly decide: (
    group: string,
    plan: Plan<Prepared>,
    ended: ReadonlyMap<Target, Outcome>,
    ports: Ports,
  ) => Outcome | null;
}

/** One target's turn. */
export interface Run<Prepared = unknown> {
  readonly target: Target;
  readonly plan: Plan<Prepared>;
  readonly ports: Ports;
  readonly report: (progress: Progress) => void;
  /** It is broken off. */
  readonly signal: AbortSignal;
  /** Its job is cancelled: the operator wants no more of it than is under way. */
  readonly cancelled: AbortSignal;
}

/**
 * A command whose `plan` prepares something for its `run`. This is the one place where the type of that is given up: a plan is
 * only ever run by the command that made it.
 */
export function preparing<Prepared>(command: TargetCommand<Prepared>): TargetCommand;
export function preparing<Prepared>(command: ScreenCommand<Prepared>): ScreenCommand;
export function preparing<Prepared>(command: TargetCommand<Prepared> | ScreenCommand<Prepared>): Command {
  return command as unknown as Command;
}

/** One entry of the command table: all that the bar, keys, help, previews, confirmations and `exec` know of a command. */
export type Command = ScreenCommand | TargetCommand;

/** Whether it is for the full screen alone: `exec` has nothing to do or print for it. */
export function isForScreen(command: Command): boolean {
  if (command.scope !== 'screen') return false;
  return command.searchOf === undefined && command.printOf === undefined && command.listensTo === undefined;
}

/** The whole table by name; the same object for bar, keys, help and `exec`. */
export type CommandTable = ReadonlyMap<string, Command>;
