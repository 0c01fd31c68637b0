import type {Mode, ScreenAction} from './screen-state.js';

/** What a key does: a command of the table on the chosen cells, something on the screen, or something to the job that is shown. */
export type KeyAction =
  | {readonly type: 'command'; readonly command: string}
  /** Shows what the command would do to the chosen cells, on the jobs screen. */
  | {readonly type: 'dry-run'; readonly command: string}
  | {readonly type: 'screen'; readonly action: ScreenAction}
  | {readonly type: 'job'; readonly does: 'newer' | 'older' | 'force' | 'cancel' | 'retry' | 'apply'}
  /** Opens the bar with the command that takes the chosen nodes out of the cluster. */
  | {readonly type: 'remove-nodes'}
  /** Hands the terminal to `ssh` to the node under the cursor. */
  | {readonly type: 'ssh'}
  /** Draws everything anew, or stops the program as a shell's ctrl-z does. */
  | {readonly type: 'terminal'; readonly does: 'repaint' | 'suspend'}
  /** Stops the picture where it is, or lets it go on. */
  | {readonly type: 'pause'}
  | {readonly type: 'submit'}
  | {readonly type: 'answer'; readonly isYes: boolean | null}
  | {readonly type: 'close'};

export interface KeyBinding {
  /** Names of keys, each of which does it: "j", "down", "ctrl-d", "space". */
  readonly keys: readonly string[];
  readonly action: KeyAction;
  /** For the help screen; null: the command's own summary. */
  readonly help: string | null;
  /** One or two words for the key line; absent: only in the help. */
  readonly label?: string;
}

const screen = (action: ScreenAction): KeyAction => ({type: 'screen', action});
const command = (name: string): KeyAction => ({type: 'command', command: name});

const HALF_PAGE = 0.5;

/** They mean the same everywhere. */
const TERMINAL: readonly KeyBinding[] = [
  {keys: ['ctrl-l'], action: {type: 'terminal', does: 'repaint'}, help: 'Draw the screen anew'},
  {keys: ['ctrl-z'], action: {type: 'terminal', does: 'suspend'}, help: 'Stop circusman; fg in the shell goes on'},
];

const GRID: readonly KeyBinding[] = [
  {keys: ['down', 'j'], action: screen({type: 'move', rows: 1}), help: 'One node down'},
  {keys: ['up', 'k'], action: screen({type: 'move', rows: -1}), help: 'One node up'},
  {keys: ['right', 'l'], action: screen({type: 'move', columns: 1}), help: 'One watcher to the right'},
  {
    keys: ['left', 'h'],
    action: screen({type: 'move', columns: -1}),
    help: "One watcher to the left; leftmost is the node's name",
  },
  {keys: ['g', 'home'], action: screen({type: 'move-to', end: 'first'}), help: 'First node'},
  {keys: ['G', 'end'], action: screen({type: 'move-to', end: 'last'}), help: 'Last node'},
  {keys: ['pagedown'], action: screen({type: 'move', pages: 1}), help: 'One page down'},
  {keys: ['pageup'], action: screen({type: 'move', pages: -1}), help: 'One page up'},
  {keys: ['ctrl-d'], action: screen({type: 'move', pages: HALF_PAGE}), help: 'Half a page down'},
  {keys: ['ctrl-u'], action: screen({type: 'move', pages: -HALF_PAGE}), help: 'Half a page up'},
  {
    keys: ['space'],
    action: screen({type: 'mark'}),
    help: "Mark the cell, on a node's name all its cells; again unmarks",
    label: 'mark',
  },
  {keys: ['V'], action: screen({type: 'mark-range'}), help: 'Mark a range: V, move, V; esc gives it up'},
  {keys: ['a'], action: screen({type: 'mark-all'}), help: 'Mark all cells that are shown'},
  {keys: ['U'], action: screen({type: 'unmark-all'}), help: 'Unmark all'},
  {keys: ['I'], action: screen({type: 'invert-marks'}), help: 'Invert the marks'},
  {keys: ['s'], action: command('start'), help: null, label: 'start'},
  {keys: ['x'], action: command('stop'), help: null, label: 'stop'},
  {keys: ['r'], action: command('restart'), help: null, label: 'restart'},
  {
    keys: ['c'],
    action: {type: 'dry-run', command: 'configure'},
    help: 'Show what configure would change in which file; enter does it',
  },
  {keys: ['R'], action: command('reset'), help: null},
  {
    keys: ['/'],
    action: screen({type: 'open-bar', bar: 'filter'}),
    help: 'Filter: part of a name, is:flapping, neo4j:stopped, cpu>80, !not',
    label: 'filter',
  },
  {
    keys: ['>'],
    action: screen({type: 'step-sort', by: 1}),
    help: 'Sort by the next column; each column once, then reversed',
  },
  {keys: ['<'], action: screen({type: 'step-sort', by: -1}), help: 'Sort by the column before'},
  {
    keys: ['F'],
    action: screen({type: 'follow'}),
    help: 'Follow the node under the cursor when sorting moves it, or no more',
  },
  {
    keys: ['p'],
    action: {type: 'pause'},
    help: 'Pause the picture, or let it go on; what happens is taken in meanwhile',
  },
  {
    keys: ['A'],
    action: screen({type: 'open-bar', bar: 'command', text: 'cluster add '}),
    help: 'Add nodes to the cluster',
  },
  {
    keys: ['D'],
    action: {type: 'remove-nodes'},
    help: 'Take the marked nodes, or the one under the cursor, out of the cluster',
  },
  {keys: ['!'], action: {type: 'ssh'}, help: 'Open ssh to the node under the cursor; circusman goes on when it ends'},
  {keys: [':'], action: screen({type: 'open-bar', bar: 'command'}), help: 'Type a command', label: 'command'},
  {keys: ['J'], action: command('jobs'), help: null},
  {keys: ['?'], action: command('help'), help: null, label: 'help'},
  {keys: ['q', 'ctrl-c'], action: command('quit'), help: null, label: 'quit'},
  {keys: ['esc'], action: {type: 'close'}, help: 'Give up the range, take the message away, then the filter'},
  ...TERMINAL,
];

const SCROLL: readonly KeyBinding[] = [
  {
    keys: ['pagedown', 'space', 'ctrl-d'],
    action: screen({type: 'scroll', pages: HALF_PAGE}),
    help: 'Scroll down',
    label: 'down',
  },
  {keys: ['pageup', 'ctrl-u'], action: screen({type: 'scroll', pages: -HALF_PAGE}), help: 'Scroll up'},
  {keys: ['esc', 'ctrl-c'], action: {type: 'close'}, help: 'Back to the grid', label: 'back'},
  {keys: [':'], action: screen({type: 'open-bar', bar: 'command'}), help: 'Type a command', label: 'command'},
  {keys: ['q'], action: command('quit'), help: null, label: 'quit'},
  ...TERMINAL,
];

const JOBS: readonly KeyBinding[] = [
  {keys: ['up', 'k'], action: {type: 'job', does: 'newer'}, help: 'The newer job'},
  {keys: ['down', 'j'], action: {type: 'job', does: 'older'}, help: 'The older job', label: 'older'},
  {
    keys: ['K'],
    action: {type: 'job', does: 'force'},
    help: 'Force what a stop or restart waits for: signal 9, which circus never refuses',
    label: 'force (signal 9)',
  },
  {keys: ['enter'], action: {type: 'job', does: 'apply'}, help: 'Do what a dry run has shown'},
  {keys: ['C'], action: {type: 'job', does: 'cancel'}, help: 'Begin no more targets of it', label: 'cancel'},
  {
    keys: ['T'],
    action: {type: 'job', does: 'retry'},
    help: 'Try the targets again that are not ok',
    label: 'try again',
  },
  {keys: ['?'], action: command('help'), help: null, label: 'help'},
  ...SCROLL,
];

const HELP: readonly KeyBinding[] = [
  {keys: ['down', 'j'], action: screen({type: 'scroll', lines: 1}), help: 'One line down'},
  {keys: ['up', 'k'], action: screen({type: 'scroll', lines: -1}), help: 'One line up'},
  {keys: ['/'], action: screen({type: 'open-bar', bar: 'search'}), help: 'Search the help', label: 'search'},
  {keys: ['J'], action: command('jobs'), help: null, label: 'jobs'},
  ...SCROLL,
];

const edit = (type: Exclude<Extract<ScreenAction, {type: 'edit'}>['edit']['type'], 'insert'>): KeyAction =>
  screen({type: 'edit', edit: {type}});

const BAR: readonly KeyBinding[] = [
  {keys: ['enter'], action: {type: 'submit'}, help: 'Run the command, keep the filter', label: 'enter'},
  {
    keys: ['esc', 'ctrl-c', 'ctrl-g'],
    action: {type: 'close'},
    help: 'Close the bar; a filter is as before',
    label: 'close',
  },
  {keys: ['up', 'ctrl-p'], action: screen({type: 'history-back'}), help: 'The command before', label: 'history'},
  {keys: ['down', 'ctrl-n'], action: screen({type: 'history-forward'}), help: 'The command after'},
  {keys: ['left', 'ctrl-b'], action: edit('left'), help: 'One character to the left'},
  {keys: ['right', 'ctrl-f'], action: edit('right'), help: 'One character to the right'},
  {keys: ['meta-b', 'ctrl-left'], action: edit('word-left'), help: 'One word to the left'},
  {keys: ['meta-f', 'ctrl-right'], action: edit('word-right'), help: 'One word to the right'},
  {keys: ['home', 'ctrl-a'], action: edit('start'), help: 'To the start'},
  {keys: ['end', 'ctrl-e'], action: edit('end'), help: 'To the end'},
  {keys: ['backspace', 'ctrl-h'], action: edit('delete-left'), help: 'Delete to the left'},
  {keys: ['delete', 'ctrl-d'], action: edit('delete-right'), help: 'Delete to the right'},
  {keys: ['ctrl-w', 'meta-backspace'], action: edit('delete-word-left'), help: 'Delete the word to the left'},
  {keys: ['ctrl-u'], action: edit('delete-to-start'), help: 'Delete to the start'},
  {keys: ['ctrl-k'], action: edit('delete-to-end'), help: 'Delete to the end'},
  ...TERMINAL,
];

const DIALOG: readonly KeyBinding[] = [
  {keys: ['y'], action: {type: 'answer', isYes: true}, help: 'Yes', label: 'yes'},
  {keys: ['n', 'esc', 'ctrl-c', 'q'], action: {type: 'answer', isYes: false}, help: 'Cancel', label: 'cancel'},
  {keys: ['left', 'right', 'tab', 'h', 'l'], action: screen({type: 'toggle-answer'}), help: 'The other answer'},
  {
    keys: ['enter'],
    action: {type: 'answer', isYes: null},
    help: 'The answer that is highlighted',
    label: 'take the highlighted',
  },
  ...TERMINAL,
];

const COUNT: readonly KeyBinding[] = [
  {
    keys: ['enter'],
    action: {type: 'answer', isYes: null},
    help: 'Begin, when the count that was typed is that of the targets',
    label: 'take the count',
  },
  {keys: ['backspace', 'ctrl-h'], action: screen({type: 'erase-digit'}), help: 'Delete the last digit'},
  {keys: ['esc', 'ctrl-c', 'n', 'q'], action: {type: 'answer', isYes: false}, help: 'Cancel', label: 'cancel'},
  ...TERMINAL,
];

/** The only list of keys: what is pressed, the key line and the help screen are made from it. */
export const KEYS: Readonly<Record<Mode, readonly KeyBinding[]>> = {
  grid: GRID,
  jobs: JOBS,
  help: HELP,
  bar: BAR,
  dialog: DIALOG,
  count: COUNT,
};

export const MODE_TITLES: Readonly<Record<Mode, string>> = {
  grid: 'In the grid',
  jobs: 'On the jobs screen',
  help: 'On this screen',
  bar: 'In the command bar',
  dialog: 'When asked',
  count: 'When asked for the count of targets',
};

/** What a key does in a mode; null: nothing. */
export function findBinding(mode: Mode, key: string): KeyBinding | null {
  return KEYS[mode].find(binding => binding.keys.includes(key)) ?? null;
}
