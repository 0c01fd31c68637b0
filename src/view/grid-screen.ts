import {cutPainted} from '../text/fit-text.js';
import {openChart} from './chart-actions.js';
import {NARROWEST} from './column-layout.js';
import {gridLines} from './grid.js';
import {cursorRow, type GridView} from './grid-cursor.js';
import {
  type ActPorts,
  byCommand,
  COMMAND,
  HALF_PAGE,
  type KeyBinding,
  onScreen,
  PAUSE,
  TERMINAL,
} from './key-binding.js';
import {type Keymap, keyOf} from './keymap.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';
import {gridView, removalText, stillMarked} from './screen-state.js';
import type {Theme} from './theme.js';

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
  {name: 'restart', keys: ['r'], action: byCommand('restart'), help: null, label: 'restart'},
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
    help: 'Filter: part of a name, is:flapping, neo4j:stopped, cpu>80, !not',
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
    action: {type: 'act', act: openChart},
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
    action: {type: 'act', act: proposeRemoval},
    help: 'Take the marked nodes, or the one under the cursor, out of the cluster',
  },
  {
    name: 'ssh',
    keys: ['!'],
    action: {type: 'act', act: openSsh},
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

/** The grid of nodes and watchers, where circusman begins. */
export const GRID: Screen = {
  name: 'grid',
  title: 'In the grid',
  keys: KEYS,
  lastKeys: LAST_KEYS,
  opener: null,
  draw,
  searchedIn: null,
  hasJobLine: true,
  hint: marksHint,
};

function draw(scene: Scene, {width, rows, theme, keymap, columnChoice}: Room): Body {
  const view = gridView(scene.state, scene.screen, rows.nodes, scene.now);
  const lines = gridLines(scene, view, rows, {width, theme, keymap, columnChoice});
  const shown = width < NARROWEST ? lines.map(line => cutPainted(line, width)) : lines;
  return {parts: [{type: 'lines', lines: shown}], scroll: UNSCROLLED};
}

/** Marks outlive a job: the next key would act on them again. */
function marksHint({screen}: Scene, view: GridView, theme: Theme, keymap: Keymap): string | null {
  const marked = stillMarked(screen, view);
  if (marked === 0) return null;
  const key = keyOf(keymap, GRID.name, 'unmark-all');
  return `${marked} still marked${key === null ? '' : ` ${theme.glyph('separator')} ${key} unmarks`}`;
}

function proposeRemoval({screen, view, change}: ActPorts): void {
  change({type: 'open-bar', bar: 'command', text: removalText(screen(), view())});
}

function openSsh({ports, screen, view, say}: ActPorts): void {
  const {nodes} = view();
  const row = nodes[cursorRow(screen().cursor, nodes)];
  if (row === undefined) return;
  if (row.spec.socket !== undefined) {
    say(`${row.spec.id} is on this machine: there is no host to open ssh to`, true);
    return;
  }
  void ports.terminal.ssh(row.spec.host).then(problem => {
    if (problem !== null) say(problem, true);
  });
}
