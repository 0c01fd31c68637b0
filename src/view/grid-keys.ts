import type {GridKey} from './grid-actions.js';
import {
  byCommand,
  COMMAND,
  HALF_PAGE,
  type KeyAction,
  type KeyBinding,
  onScreen,
  PAUSE,
  TERMINAL,
} from './key-binding.js';
import type {ScreenKeys} from './screen-keys.js';

/** By name: the first picture has these keys in its key line, and need not wait for what they do. */
const inGrid = (does: GridKey): KeyAction => ({type: 'in-grid', does});

const KEYS: readonly KeyBinding[] = [
  {name: 'down', keys: ['down', 'j'], action: onScreen({type: 'move', rows: 1}), help: 'One node down'},
  {name: 'up', keys: ['up', 'k'], action: onScreen({type: 'move', rows: -1}), help: 'One node up'},
  {name: 'right', keys: ['right', 'l'], action: onScreen({type: 'move', columns: 1}), help: 'One watcher to the right'},
  {
    name: 'left',
    keys: ['left', 'h'],
    action: onScreen({type: 'move', columns: -1}),
    help: "One watcher to the left; leftmost is the node's name",
  },
  {name: 'first', keys: ['g', 'home'], action: onScreen({type: 'move-to', end: 'first'}), help: 'First node'},
  {name: 'last', keys: ['G', 'end'], action: onScreen({type: 'move-to', end: 'last'}), help: 'Last node'},
  {name: 'page-down', keys: ['pagedown'], action: onScreen({type: 'move', pages: 1}), help: 'One page down'},
  {name: 'page-up', keys: ['pageup'], action: onScreen({type: 'move', pages: -1}), help: 'One page up'},
  {
    name: 'half-page-down',
    keys: ['ctrl-d'],
    action: onScreen({type: 'move', pages: HALF_PAGE}),
    help: 'Half a page down',
  },
  {name: 'half-page-up', keys: ['ctrl-u'], action: onScreen({type: 'move', pages: -HALF_PAGE}), help: 'Half a page up'},
  {
    name: 'mark',
    keys: ['space'],
    action: onScreen({type: 'mark'}),
    help: "Mark the cell, on a node's name all its cells; again unmarks",
    label: 'mark',
  },
  {
    name: 'mark-range',
    keys: ['V'],
    action: onScreen({type: 'mark-range'}),
    help: 'Mark a range: once where it begins, again where it ends; esc gives it up',
  },
  {name: 'mark-all', keys: ['a'], action: onScreen({type: 'mark-all'}), help: 'Mark all cells that are shown'},
  {name: 'unmark-all', keys: ['U'], action: onScreen({type: 'unmark-all'}), help: 'Unmark all'},
  {name: 'invert-marks', keys: ['I'], action: onScreen({type: 'invert-marks'}), help: 'Invert the marks'},
  {name: 'start', keys: ['s'], action: byCommand('start'), help: null, label: 'start'},
  {name: 'stop', keys: ['x'], action: byCommand('stop'), help: null, label: 'stop'},
  {
    name: 'node',
    keys: ['enter'],
    action: inGrid('node'),
    help: 'Show the node under the cursor: its machine, its watchers and their processes',
  },
  {name: 'restart', keys: ['r'], action: byCommand('restart'), help: null, label: 'restart'},
  {name: 'incr', keys: ['+'], action: byCommand('incr'), help: null},
  {name: 'decr', keys: ['-'], action: byCommand('decr'), help: null},
  {
    name: 'configure',
    keys: ['c'],
    action: {type: 'command', command: 'configure', isDryRun: true},
    help: 'Show on the jobs screen what configure would change in which file; there it can be done',
  },
  {name: 'reset', keys: ['R'], action: byCommand('reset'), help: null},
  {
    name: 'filter',
    keys: ['/'],
    action: onScreen({type: 'open-bar', bar: 'filter'}),
    help: 'Filter: part of a name, is:flapping, neo4j:stopped, cpu>80, io>10M, uptime<1m, !not',
    label: 'filter',
  },
  {
    name: 'sort-next',
    keys: ['>'],
    action: onScreen({type: 'step-sort', by: 1}),
    help: 'Sort by the next column; each column once, then reversed',
  },
  {
    name: 'sort-previous',
    keys: ['<'],
    action: onScreen({type: 'step-sort', by: -1}),
    help: 'Sort by the column before',
  },
  {
    name: 'follow',
    keys: ['F'],
    action: onScreen({type: 'follow'}),
    help: 'Follow the node under the cursor when sorting moves it, or no more',
  },
  {
    name: 'chart',
    keys: ['m'],
    action: inGrid('chart'),
    help: "Draw what the marked cells use over time; with the cursor on a node's name, the marked nodes",
  },
  PAUSE,
  {
    name: 'add-nodes',
    keys: ['A'],
    action: onScreen({type: 'open-bar', bar: 'command', text: 'cluster add '}),
    help: 'Add nodes to the cluster',
  },
  {
    name: 'detect',
    keys: ['d'],
    action: byCommand('detect'),
    help: "Look for nodes in this machine's own networks, to add them to the cluster",
  },
  {
    name: 'remove-nodes',
    keys: ['D'],
    action: inGrid('remove-nodes'),
    help: 'Take the marked nodes, or the one under the cursor, out of the cluster',
  },
  {
    name: 'ssh',
    keys: ['!'],
    action: inGrid('ssh'),
    help: 'Open ssh to the node under the cursor; circusman goes on when it ends',
  },
  COMMAND,
];

const LAST_KEYS: readonly KeyBinding[] = [
  {name: 'quit', keys: ['q', 'ctrl-c'], action: byCommand('quit'), help: null, label: 'quit'},
  {
    name: 'back',
    keys: ['esc'],
    action: {type: 'close'},
    help: 'Give up the range, take the message away, then the filter',
  },
  {name: 'log', keys: ['L'], action: byCommand('log'), help: null, label: 'log'},
  ...TERMINAL,
];

/** The keys of the grid. */
export const GRID_KEYS: ScreenKeys = {
  name: 'grid',
  title: 'In the grid',
  keys: KEYS,
  lastKeys: LAST_KEYS,
  opener: null,
  hasJobLine: true,
};
