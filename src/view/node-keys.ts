import {type ActPorts, EVERYWHERE, HALF_PAGE, type KeyAction, type KeyBinding, PAUSE} from './key-binding.js';
import {
  configureDry,
  kill,
  mark,
  moveOn,
  type NodeMove,
  nextNode,
  openCharts,
  openEvents,
  openLogs,
  run,
  seeMore,
  toggleEnvironment,
  toggleSettings,
  typeSignal,
} from './node-actions.js';
import type {ScreenKeys} from './screen-keys.js';

const act = (does: (on: ActPorts) => void): KeyAction => ({type: 'act', act: does});
const move = (by: NodeMove): KeyAction => act(on => moveOn(by, on));
const command = (name: string): KeyAction => act(on => run(name, on));

const KEYS: readonly KeyBinding[] = [
  {name: 'down', keys: ['down', 'j'], action: move({by: 1}), help: 'One line down'},
  {name: 'up', keys: ['up', 'k'], action: move({by: -1}), help: 'One line up'},
  {name: 'next-watcher', keys: ['right', 'l'], action: move({watchers: 1}), help: 'To the next watcher'},
  {name: 'watcher-before', keys: ['left', 'h'], action: move({watchers: -1}), help: 'To the watcher before'},
  {name: 'first', keys: ['g', 'home'], action: move({to: 'first'}), help: 'First line'},
  {name: 'last', keys: ['G', 'end'], action: move({to: 'last'}), help: 'Last line'},
  {name: 'page-down', keys: ['pagedown'], action: move({pages: 1}), help: 'One page down'},
  {name: 'page-up', keys: ['pageup'], action: move({pages: -1}), help: 'One page up'},
  {name: 'half-page-down', keys: ['ctrl-d'], action: move({pages: HALF_PAGE}), help: 'Half a page down'},
  {name: 'half-page-up', keys: ['ctrl-u'], action: move({pages: -HALF_PAGE}), help: 'Half a page up'},
  {
    name: 'next-node',
    keys: ['n'],
    action: act(on => nextNode(1, on)),
    help: 'The next node of the grid, on the same watcher',
    label: 'next node',
  },
  {name: 'node-before', keys: ['N'], action: act(on => nextNode(-1, on)), help: 'The node before'},
  {
    name: 'mark',
    keys: ['space'],
    action: act(mark),
    help: 'Mark the watcher, above them all watchers of the node; again unmarks',
  },
  {name: 'start', keys: ['s'], action: command('start'), help: 'Start the watcher, as in the grid', label: 'start'},
  {name: 'stop', keys: ['x'], action: command('stop'), help: 'Stop the watcher, as in the grid', label: 'stop'},
  {
    name: 'restart',
    keys: ['r'],
    action: command('restart'),
    help: 'Restart the watcher, as in the grid',
    label: 'restart',
  },
  {name: 'incr', keys: ['+'], action: command('incr'), help: 'Give the watcher one process more'},
  {name: 'decr', keys: ['-'], action: command('decr'), help: 'Take one process from the watcher'},
  {
    name: 'configure',
    keys: ['c'],
    action: act(configureDry),
    help: 'Show on the jobs screen what configure would change in which file; there it can be done',
  },
  {name: 'reset', keys: ['R'], action: command('reset'), help: 'Remove the data or the logs of the service'},
  {
    name: 'signal',
    keys: ['t'],
    action: act(typeSignal),
    help: 'Type a signal for the process under the cursor, or for all of the watcher',
    label: 'signal',
  },
  {
    name: 'settings',
    keys: ['o'],
    action: act(toggleSettings),
    help: 'Show all that the watchers are set to in circus, or no more',
    label: 'options',
  },
  {
    name: 'whole',
    keys: ['w'],
    action: act(seeMore),
    help: 'Go on in the line under the cursor, which stands whole below, where it is too long to be seen at once',
  },
  {
    name: 'environment',
    keys: ['E'],
    action: act(toggleEnvironment),
    help: 'Show the environment of the watcher, which may hold secrets, or no more',
  },
  {name: 'kill', keys: ['K'], action: act(kill), help: 'Kill the process under the cursor (signal 9)'},
  {name: 'log', keys: ['L'], action: act(openLogs), help: 'The logs of the watcher, or of the node', label: 'log'},
  {name: 'events', keys: ['e'], action: act(openEvents), help: 'What happened on this node'},
  {
    name: 'chart',
    keys: ['m'],
    action: act(openCharts),
    help: 'Draw what the watcher uses over time, above the watchers what the node uses',
    label: 'chart',
  },
  PAUSE,
];

const LAST_KEYS: readonly KeyBinding[] = [
  {name: 'back', keys: ['esc', 'ctrl-c'], action: {type: 'close'}, help: 'Back to the screen before', label: 'back'},
  ...EVERYWHERE,
];

/** The keys of the screen of one node. */
export const NODE_KEYS: ScreenKeys = {
  name: 'node',
  title: 'On the node screen',
  keys: KEYS,
  lastKeys: LAST_KEYS,
  // The grid alone opens it, by `enter` on a node: there it is known which one.
  opener: null,
  hasJobLine: true,
};
