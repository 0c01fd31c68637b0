import type {SortColumn} from '../columns/sort.js';
import type {CallPort} from '../model/calls.js';
import type {JobId, Outcome, Target, TargetData} from '../model/job.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {Clock, Instant} from '../model/time.js';
import type {State} from '../store/state.js';
import type {PlacedMember} from './members.js';

/** What a command's targets are. `screen`: nothing of the cluster, it acts on the program itself. */
export type Scope = 'screen' | 'cluster' | 'node' | 'watcher' | 'process';

/** What a command may do to what runs. Confirmations and read-only come from this, and from nowhere else. */
export type Effect = 'none' | 'read' | 'change' | 'interrupt' | 'destroy';

/** A word that a command takes; drives parsing, completion, help and usage lines. */
export interface Argument {
  readonly name: string;
  readonly kind: 'watcher' | 'signal' | 'nodes' | 'filter' | 'column';
  readonly isOptional: boolean;
  /** Takes all words that follow. */
  readonly isMany: boolean;
}

/** What begins with two dashes: `--dry-run`, or with a value `--set k=v` and `--set=k=v`. It may stand anywhere after the command. */
export interface CommandOption {
  /** Without the dashes. */
  readonly name: string;
  /** What its value is called in usage lines ("K=V"); null: it has none. */
  readonly value: string | null;
  /** Whether it may be given more than once. */
  readonly isMany: boolean;
  /** Whether the command says no without it; its plan says why. */
  readonly isRequired?: boolean;
  /** One line: "Only say what would be done". */
  readonly summary: string;
  /** What the command may do with it, where that is not what it may do else. */
  readonly effect?: Effect;
}

/** One word of a typed command, and where it begins in the text (UTF-16 index). */
export interface Token {
  readonly text: string;
  readonly at: number;
  /** It was quoted: it is taken as it stands, and never for an option, a pattern or a word of the language. */
  readonly isLiteral?: boolean;
  /** As it was typed, where it has quotes. */
  readonly raw?: string;
}

/** The words that a command was given after its name, but for its nodes. */
export interface Operands {
  /** By the argument's name; empty where none was given. */
  readonly operands: ReadonlyMap<string, readonly Token[]>;
  /** By the option's name, those that were given: their values, or the option itself where it has none. */
  readonly options: ReadonlyMap<string, readonly Token[]>;
}

/** All words of a typed command after its name, sorted by what they are. */
export interface Arguments extends Operands {
  /** What `on` named; null without `on`. */
  readonly on: readonly NodeId[] | null;
  /** Cells that were chosen on the screen (marks, or the cell under the cursor) instead of typed words; null for typed commands. */
  readonly cells: readonly Target[] | null;
}

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

/** What a running command tells on its way; its outcome is what `run` resolves to, so there is exactly one. */
export type Progress =
  /** `pids`: the processes whose end it waits for, so that force would help; empty: force is no help now. */
  | {readonly type: 'waits'; readonly for: string | null; readonly pids: readonly number[]}
  /** All is sent and answered, what is left is to watch: the node may be given the next thing to do. */
  | {readonly type: 'sent'}
  | {readonly type: 'data'; readonly data: TargetData};

/** What a running command may use of the world. Implemented outside: commands import no socket, file or clock. */
export interface Ports {
  readonly call: CallPort;
  readonly clock: Clock;
  readonly state: () => State;
  /** Resolves true when the state satisfies it, false after `timeout` ms or when the signal is aborted. */
  readonly until: (isSo: (state: State) => boolean, timeout: number, signal: AbortSignal) => Promise<boolean>;
  readonly cluster: {
    /** Makes these the cluster, in this order. */
    readonly set: (nodes: readonly NodeSpec[]) => void;
    /** Resolves to the first of them whose name may be any word, and is no host's that this machine knows; null: there is none. */
    readonly strangeHost: (nodes: readonly NodeSpec[]) => Promise<string | null>;
  };
  readonly machines: {
    /** Reads again which machine is remembered behind the node: another circusman may have been told to trust it. */
    readonly recall: (node: NodeId) => Promise<void>;
    /**
     * Remembers that this machine is the right one; null: forgets which one was.
     * @returns why that ends with this run, for people; null: it is kept
     */
    readonly trust: (node: NodeId, machine: string | null) => Promise<string | null>;
  };
  readonly files: {
    /** The templates in a folder, by name; or why they cannot be read, for people. */
    readonly templates: (folder: string, service: string) => Promise<Readonly<Record<string, string>> | string>;
  };
  readonly screen: ScreenPort;
  /** Milliseconds until the end state; null: derived from each watcher's own options. */
  readonly timeout: number | null;
}

/** What a command of scope `screen` may ask of the program. */
export interface ScreenPort {
  /** Shows another screen, by its name. */
  readonly show: (screen: string) => void;
  readonly quit: () => void;
  /** Shows the nodes that this lets through; the empty text shows all. It has been read already and is right. */
  readonly filter: (text: string) => void;
  /** Sorts by the column, the second time the other way round; null: the cluster's own order. */
  readonly sort: (column: SortColumn | null) => void;
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

interface CommandBase {
  readonly name: string;
  /** One line, in the imperative: "Start watchers and wait until they run". */
  readonly summary: string;
  readonly args: readonly Argument[];
  /** Absent: none. */
  readonly options?: readonly CommandOption[];
  /** Whether `on NODES` may follow. */
  readonly takesOn: boolean;
  /** Whether what it interrupts are no processes that circusd manages. */
  readonly sparesRunning?: boolean;
  /** Options may say otherwise: `effectOf` knows. */
  readonly effect: Effect;
  readonly plan: (args: Arguments, context: PlanContext) => Result<Plan>;
}

/** A command on the program itself; it makes no job. */
export interface ScreenCommand extends CommandBase {
  readonly scope: 'screen';
  readonly act: (screen: ScreenPort, args: Arguments) => void;
}

/** A command with targets, each of which ends in an outcome. */
export interface TargetCommand extends CommandBase {
  readonly scope: Exclude<Scope, 'screen'>;
  /** Resolves to the target's outcome; never rejects. After an abort it resolves soon: to `cancelled` where nothing was sent. */
  readonly run: (run: Run) => Promise<Outcome>;
  /** What comes before `run` for targets that are done all or not at all; absent: there are no such. */
  readonly first?: FirstPhase;
  /** Ends by force what a running target waits for (`K`); absent where force is no help. Resolves to why it could not, or null. */
  readonly force?: (target: Target, pids: readonly number[], ports: Ports) => Promise<string | null>;
}

/** The first of two phases of targets that form a group: `run` begins on none of them before the group is decided, once for all. */
export interface FirstPhase {
  /** The name of the target's group; null: it has no first phase. */
  readonly groupOf: (target: Target, plan: Plan) => string | null;
  /** Resolves to the outcome of a target that ends here; null: it goes on. Never rejects. */
  readonly run: (run: Run) => Promise<Outcome | null>;
  /**
   * Called when the first phase of every target of the group has ended. `ended`: those that go no further, with their outcomes.
   * @returns what ends all the others; null: they go on
   */
  readonly decide: (group: string, plan: Plan, ended: ReadonlyMap<Target, Outcome>, ports: Ports) => Outcome | null;
}

/** One target's turn. */
export interface Run {
  readonly target: Target;
  readonly plan: Plan;
  readonly ports: Ports;
  readonly report: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** One entry of the command table: all that the bar, keys, help, previews, confirmations and `exec` know of a command. */
export type Command = ScreenCommand | TargetCommand;

/** The whole table by name; the same object for bar, keys, help and `exec`. */
export type CommandTable = ReadonlyMap<string, Command>;

/** What of a line of commands was not begun. */
export interface NotBegun {
  readonly plans: readonly Plan[];
  /** Whether that is because the first of them is another one than was agreed to: it may be asked about, and begun then. */
  readonly isToBeAsked: boolean;
  /** Why the first of them cannot be begun, or the cluster stayed as it was; null: the one before it did not end ok, or there is something to ask. */
  readonly reason: string | null;
}

/** What the screen may do with plans; the job room implements it. */
export interface JobPort {
  /** Begins it; its course is in the store. Null: a command on the screen, done at once. */
  readonly begin: (plan: Plan) => JobId | null;
  /** Begins each when the one before has ended ok for every target, planned anew. Resolves to what was not begun. */
  readonly beginInTurn: (plans: readonly Plan[]) => Promise<NotBegun>;
  /** Begins no more targets; what is under way goes on to its outcome. @returns how many had not begun */
  readonly cancel: (job: JobId) => number;
  /** Ends by force what its running targets wait for. @returns how many such there were */
  readonly force: (job: JobId) => number;
  /** The words that the job's command was given; null: it is not known any more. */
  readonly operandsOf: (job: JobId) => Operands | null;
}
