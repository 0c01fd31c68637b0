import {addMarked, choose, leave, markUnderCursor, moveBy, moveByPages, PAGE} from './detect-actions.js';
import {type DetectMove, invertMarks, markAll} from './detect-choice.js';
import {type ActPorts, EVERYWHERE, HALF_PAGE, type KeyAction, type KeyBinding} from './key-binding.js';
import type {ScreenKeys} from './screen-keys.js';

const act = (does: (on: ActPorts) => void): KeyAction => ({type: 'act', act: does});
const move = (rows: DetectMove): KeyAction => act(on => moveBy(rows, on));
const page = (pages: number): KeyAction => act(on => moveByPages(pages, on));

const KEYS: readonly KeyBinding[] = [
  {name: 'down', keys: ['down', 'j'], action: move(1), help: 'One row down'},
  {name: 'up', keys: ['up', 'k'], action: move(-1), help: 'One row up'},
  {name: 'first', keys: ['g', 'home'], action: move('first'), help: 'First row'},
  {name: 'last', keys: ['G', 'end'], action: move('last'), help: 'Last row'},
  {name: 'page-down', keys: ['pagedown'], action: page(PAGE), help: 'One page down'},
  {name: 'page-up', keys: ['pageup'], action: page(-PAGE), help: 'One page up'},
  {name: 'half-page-down', keys: ['ctrl-d'], action: page(HALF_PAGE), help: 'Half a page down'},
  {name: 'half-page-up', keys: ['ctrl-u'], action: page(-HALF_PAGE), help: 'Half a page up'},
  {
    name: 'add',
    keys: ['enter'],
    action: act(addMarked),
    help: 'Add the marked nodes to the cluster, and go to the grid',
    label: 'add',
  },
  {
    name: 'mark',
    keys: ['space'],
    action: act(markUnderCursor),
    help: 'Mark the node to be added, or unmark it; what is in the cluster already cannot be',
    label: 'mark',
  },
  {
    name: 'mark-all',
    keys: ['a'],
    action: act(on => choose(choice => markAll(choice, true), on)),
    help: 'Mark all new nodes',
    label: 'all',
  },
  {
    name: 'unmark-all',
    keys: ['U'],
    action: act(on => choose(choice => markAll(choice, false), on)),
    help: 'Unmark all; nodes that are found later are not marked, either',
    label: 'none',
  },
  {name: 'invert-marks', keys: ['I'], action: act(on => choose(invertMarks, on)), help: 'Invert the marks'},
  {
    name: 'again',
    keys: ['r', 'd'],
    action: act(({ports}) => ports.detect.again()),
    help: 'Look again',
    label: 'again',
  },
];

const LAST_KEYS: readonly KeyBinding[] = [
  {name: 'back', keys: ['esc', 'ctrl-c'], action: act(leave), help: 'Stop looking, and go back', label: 'back'},
  ...EVERYWHERE,
];

/** The keys of the screen of a search for nodes. */
export const DETECT_KEYS: ScreenKeys = {
  name: 'detect',
  title: 'While nodes are looked for',
  keys: KEYS,
  lastKeys: LAST_KEYS,
  // Only the grid has a key for it: on a screen that was opened from here it would begin anew what esc goes back to.
  opener: null,
  hasJobLine: false,
};
