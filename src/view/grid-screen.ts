import {cutPainted} from '../text/fit-text.js';
import {NARROWEST} from './column-layout.js';
import {gridLines} from './grid.js';
import {cursorRow, type GridView} from './grid-cursor.js';
import {type ActPorts, byCommand, HALF_PAGE, type KeyBinding, onScreen, TERMINAL} from './key-binding.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';
import {gridView, removalText, stillMarked} from './screen-state.js';
import type {Theme} from './theme.js';

const KEYS: readonly KeyBinding[] = [
  {keys: ['down', 'j'], action: onScreen({type: 'move', rows: 1}), help: 'One node down'},
  {keys: ['up', 'k'], action: onScreen({type: 'move', rows: -1}), help: 'One node up'},
  {keys: ['right', 'l'], action: onScreen({type: 'move', columns: 1}), help: 'One watcher to the right'},
  {
    keys: ['left', 'h'],
    action: onScreen({type: 'move', columns: -1}),
    help: "One watcher to the left; leftmost is the node's name",
  },
  {keys: ['g', 'home'], action: onScreen({type: 'move-to', end: 'first'}), help: 'First node'},
  {keys: ['G', 'end'], action: onScreen({type: 'move-to', end: 'last'}), help: 'Last node'},
  {keys: ['pagedown'], action: onScreen({type: 'move', pages: 1}), help: 'One page down'},
  {keys: ['pageup'], action: onScreen({type: 'move', pages: -1}), help: 'One page up'},
  {keys: ['ctrl-d'], action: onScreen({type: 'move', pages: HALF_PAGE}), help: 'Half a page down'},
  {keys: ['ctrl-u'], action: onScreen({type: 'move', pages: -HALF_PAGE}), help: 'Half a page up'},
  {
    keys: ['space'],
    action: onScreen({type: 'mark'}),
    help: "Mark the cell, on a node's name all its cells; again unmarks",
    label: 'mark',
  },
  {keys: ['V'], action: onScreen({type: 'mark-range'}), help: 'Mark a range: V, move, V; esc gives it up'},
  {keys: ['a'], action: onScreen({type: 'mark-all'}), help: 'Mark all cells that are shown'},
  {keys: ['U'], action: onScreen({type: 'unmark-all'}), help: 'Unmark all'},
  {keys: ['I'], action: onScreen({type: 'invert-marks'}), help: 'Invert the marks'},
  {keys: ['s'], action: byCommand('start'), help: null, label: 'start'},
  {keys: ['x'], action: byCommand('stop'), help: null, label: 'stop'},
  {keys: ['r'], action: byCommand('restart'), help: null, label: 'restart'},
  {
    keys: ['c'],
    action: {type: 'command', command: 'configure', isDryRun: true},
    help: 'Show what configure would change in which file; enter does it',
  },
  {keys: ['R'], action: byCommand('reset'), help: null},
  {
    keys: ['/'],
    action: onScreen({type: 'open-bar', bar: 'filter'}),
    help: 'Filter: part of a name, is:flapping, neo4j:stopped, cpu>80, !not',
    label: 'filter',
  },
  {
    keys: ['>'],
    action: onScreen({type: 'step-sort', by: 1}),
    help: 'Sort by the next column; each column once, then reversed',
  },
  {keys: ['<'], action: onScreen({type: 'step-sort', by: -1}), help: 'Sort by the column before'},
  {
    keys: ['F'],
    action: onScreen({type: 'follow'}),
    help: 'Follow the node under the cursor when sorting moves it, or no more',
  },
  {
    keys: ['p'],
    action: {type: 'act', act: pause},
    help: 'Pause the picture, or let it go on; what happens is taken in meanwhile',
  },
  {
    keys: ['A'],
    action: onScreen({type: 'open-bar', bar: 'command', text: 'cluster add '}),
    help: 'Add nodes to the cluster',
  },
  {
    keys: ['D'],
    action: {type: 'act', act: proposeRemoval},
    help: 'Take the marked nodes, or the one under the cursor, out of the cluster',
  },
  {
    keys: ['!'],
    action: {type: 'act', act: openSsh},
    help: 'Open ssh to the node under the cursor; circusman goes on when it ends',
  },
  {keys: [':'], action: onScreen({type: 'open-bar', bar: 'command'}), help: 'Type a command', label: 'command'},
];

const LAST_KEYS: readonly KeyBinding[] = [
  {keys: ['q', 'ctrl-c'], action: byCommand('quit'), help: null, label: 'quit'},
  {keys: ['esc'], action: {type: 'close'}, help: 'Give up the range, take the message away, then the filter'},
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

function draw(scene: Scene, {width, rows, theme}: Room): Body {
  const view = gridView(scene.state, scene.screen, rows.nodes, scene.now);
  const lines = gridLines(scene, view, rows, width, theme);
  const shown = width < NARROWEST ? lines.map(line => cutPainted(line, width)) : lines;
  return {parts: [{type: 'lines', lines: shown}], scroll: UNSCROLLED};
}

/** Marks outlive a job: the next key would act on them again. */
function marksHint({screen}: Scene, view: GridView, theme: Theme): string | null {
  const marked = stillMarked(screen, view);
  return marked === 0 ? null : `${marked} still marked ${theme.glyph('separator')} U unmarks`;
}

function proposeRemoval({screen, view, change}: ActPorts): void {
  change({type: 'open-bar', bar: 'command', text: removalText(screen(), view())});
}

function pause({ports, change}: ActPorts): void {
  change({type: 'pause', state: ports.state(), at: ports.clock()});
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
