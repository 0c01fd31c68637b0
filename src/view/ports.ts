import type {ColumnChoice} from '../columns/choice.js';
import type {Operands} from '../command/arguments.js';
import type {Completion} from '../command/complete.js';
import type {JobPort} from '../command/job-port.js';
import type {Plan, Result} from '../command/plan.js';
import type {Target} from '../model/job.js';
import type {LogPort} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import type {NodeDetailsPort} from '../model/node-details.js';
import type {Clock} from '../model/time.js';
import type {History} from '../store/history.js';
import type {State} from '../store/state.js';
import type {Keymap} from './keymap.js';
import type {ScreenTable} from './screen.js';

/** What the screen may do to the rest of the program. */
export interface ControllerPorts {
  readonly state: () => State;
  readonly clock: Clock;
  /** Rows of the terminal. */
  readonly rows: () => number;
  readonly planLine: (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;
  /** What the word before the cursor (UTF-16 index) of a command can be completed to. */
  readonly complete: (text: string, cursor: number, marked: readonly NodeId[]) => Completion;
  /** Keeps a command that was typed for later runs. */
  readonly keep: (command: string) => void;
  readonly planCells: (command: string, cells: readonly Target[], given?: Operands) => Result<Plan>;
  readonly jobs: JobPort;
  readonly detect: DetectAgainPort;
  readonly log: LogPort;
  readonly details: NodeDetailsPort;
  readonly history: History;
  /** Ends the program. */
  readonly quit: () => void;
  readonly terminal: TerminalPort;
  readonly screens: ScreenTable;
  readonly keymap: Keymap;
  /** Interrupting more targets at once is asked about first. */
  readonly askAbove: number;
  /** The columns of the grid to begin with. */
  readonly columns: ColumnChoice;
  /** A notice to begin with. */
  readonly greeting: string | null;
}

/** What the screen may ask of the terminal that it is on. */
interface TerminalPort {
  readonly repaint: () => void;
  readonly suspend: () => void;
  /** Resolves, when ssh has ended, to what went wrong; null: nothing. */
  readonly ssh: (host: string) => Promise<string | null>;
  /** Hands a text to the terminal's clipboard. Returns the bytes that were sent, or why none were, for people. */
  readonly copy: (text: string) => number | string;
}

/** What the screen may do to the search for nodes that is in the state. */
interface DetectAgainPort {
  /** Looks for the same once more. */
  readonly again: () => void;
  /** Breaks it off, if it is under way. */
  readonly end: () => void;
}
