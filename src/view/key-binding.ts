import type {Plan, Result} from '../command/plan.js';
import type {LogSelection} from '../model/log-window.js';
import type {GridKey} from './grid-actions.js';
import type {GridView} from './grid-cursor.js';
import type {ControllerPorts} from './ports.js';
import type {Scene} from './scene.js';
import type {ScreenAction, ScreenState} from './screen-state.js';

/** What a key does. */
export type KeyAction =
  /** A command of the table on the chosen cells; a dry run shows what it would do, on the jobs screen. */
  | {readonly type: 'command'; readonly command: string; readonly isDryRun?: true}
  /** Changes what the screen shows. */
  | {readonly type: 'screen'; readonly action: ScreenAction}
  /** Something that only its own screen does. */
  | {readonly type: 'act'; readonly act: (on: ActPorts) => void}
  /** Something that only the grid does. */
  | {readonly type: 'in-grid'; readonly does: GridKey}
  /** Draws everything anew, or stops the program as a shell's ctrl-z does. */
  | {readonly type: 'terminal'; readonly does: 'repaint' | 'suspend'}
  | {readonly type: 'submit'}
  /** Completes what is typed, or walks through what it can be completed to. */
  | {readonly type: 'complete'; readonly by: 1 | -1}
  | {readonly type: 'answer'; readonly isYes: boolean | null}
  | {readonly type: 'close'};

/** What a key of type 'act' may use. */
export interface ActPorts {
  readonly ports: ControllerPorts;
  readonly screen: () => ScreenState;
  /** What the grid shows now. */
  readonly view: () => GridView;
  readonly change: (action: ScreenAction) => void;
  /** Puts a sentence below the screen. */
  readonly say: (text: string, isBad: boolean) => void;
  /** Begins a plan, after a question where its effect needs one. */
  readonly propose: (plan: Result<Plan>) => void;
  /** Opens logs, and shows them; `esc` goes back to where one is now. */
  readonly showLogs: (selection: LogSelection) => void;
  /** Whether the key was pressed before the screen showed what it shows now; then it says that `what` was dropped. */
  readonly isFromStall: (what: string) => boolean;
}

export interface KeyBinding {
  /** By which the configuration gives it other keys; unique where it is pressed, and that of its command where it has one. */
  readonly name: string;
  /** Names of keys, each of which does it: "j", "down", "ctrl-d", "space". */
  readonly keys: readonly string[];
  readonly action: KeyAction;
  /** For the help screen; null: the command's own summary. */
  readonly help: string | null;
  /** One or two words for the key line; absent: only in the help. */
  readonly label?: string;
  /** Whether the key line has it now; absent: always. It can be pressed all the same, and says why it does nothing. */
  readonly isOffered?: (scene: Pick<Scene, 'state' | 'screen'>) => boolean;
}

export const HALF_PAGE = 0.5;

export function onScreen(action: ScreenAction): KeyAction {
  return {type: 'screen', action};
}

export function byCommand(command: string): KeyAction {
  return {type: 'command', command};
}

/** Screens have it at the same key, unless the configuration says else. */
export const COMMAND: KeyBinding = {
  name: 'command',
  keys: [':'],
  action: onScreen({type: 'open-bar', bar: 'command'}),
  help: 'Type a command',
  label: 'command',
};

/** On screens whose rows change by themselves. */
export const PAUSE: KeyBinding = {
  name: 'pause',
  keys: ['p'],
  action: {type: 'act', act: ({ports, change}) => change({type: 'pause', state: ports.state(), at: ports.clock()})},
  help: 'Pause the picture, or let it go on; what happens is taken in meanwhile',
};

/** They mean the same everywhere. */
export const TERMINAL: readonly KeyBinding[] = [
  {name: 'repaint', keys: ['ctrl-l'], action: {type: 'terminal', does: 'repaint'}, help: 'Draw the screen anew'},
  {
    name: 'suspend',
    keys: ['ctrl-z'],
    action: {type: 'terminal', does: 'suspend'},
    help: 'Stop circusman; fg in the shell goes on',
  },
];

/** What is behind the keys of every screen but the first: to type a command, to leave, and what means the same everywhere. */
export const EVERYWHERE: readonly KeyBinding[] = [
  COMMAND,
  {name: 'quit', keys: ['q'], action: byCommand('quit'), help: null, label: 'quit'},
  ...TERMINAL,
];

/** Of screens whose `esc` takes something away first. */
export const CLOSE: KeyBinding = {
  name: 'close',
  keys: ['ctrl-c'],
  action: {type: 'close'},
  help: 'Back to the screen before',
};

/** Of screens that are a text: line by line, and to its ends. */
export const LINES: readonly KeyBinding[] = [
  {name: 'line-down', keys: ['down', 'j'], action: onScreen({type: 'scroll', lines: 1}), help: 'One line down'},
  {name: 'line-up', keys: ['up', 'k'], action: onScreen({type: 'scroll', lines: -1}), help: 'One line up'},
  {name: 'first', keys: ['g', 'home'], action: onScreen({type: 'scroll-to', line: 0}), help: 'To the first line'},
  {
    name: 'last',
    keys: ['G', 'end'],
    action: onScreen({type: 'scroll-to', line: Number.POSITIVE_INFINITY}),
    help: 'To the last line',
  },
];

/** The keys that every screen but the first has behind its own: to scroll, to go back, and to leave. */
export const SCROLL: readonly KeyBinding[] = [
  {
    name: 'scroll-down',
    keys: ['pagedown', 'space', 'ctrl-d'],
    action: onScreen({type: 'scroll', pages: HALF_PAGE}),
    help: 'Scroll down',
    label: 'down',
  },
  {
    name: 'scroll-up',
    keys: ['pageup', 'ctrl-u'],
    action: onScreen({type: 'scroll', pages: -HALF_PAGE}),
    help: 'Scroll up',
  },
  {name: 'back', keys: ['esc', 'ctrl-c'], action: {type: 'close'}, help: 'Back to the screen before', label: 'back'},
  ...EVERYWHERE,
];
