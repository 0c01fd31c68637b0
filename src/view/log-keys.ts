import {type ActPorts, CLOSE, EVERYWHERE, HALF_PAGE, type KeyAction, type KeyBinding, onScreen} from './key-binding.js';
import {
  backOut,
  moveBy,
  moveSideways,
  searchOn,
  showAll,
  showAlone,
  toEnd,
  toggleColours,
  togglePause,
  toggleWrap,
  toStart,
} from './log-actions.js';
import type {ScreenKeys} from './screen-keys.js';

const act = (does: (on: ActPorts) => void): KeyAction => ({type: 'act', act: does});
const lines = (by: number): KeyAction => act(on => moveBy({lines: by}, on));
const pages = (by: number): KeyAction => act(on => moveBy({pages: by}, on));

const KEYS: readonly KeyBinding[] = [
  {name: 'down', keys: ['down', 'j', 'enter'], action: lines(1), help: 'One line down'},
  {name: 'up', keys: ['up', 'k'], action: lines(-1), help: 'One line up'},
  {name: 'page-down', keys: ['pagedown', 'space'], action: pages(1), help: 'One page down'},
  {name: 'page-up', keys: ['pageup', 'b'], action: pages(-1), help: 'One page up'},
  {name: 'half-page-down', keys: ['ctrl-d'], action: pages(HALF_PAGE), help: 'Half a page down'},
  {name: 'half-page-up', keys: ['ctrl-u'], action: pages(-HALF_PAGE), help: 'Half a page up'},
  {name: 'first', keys: ['g', 'home'], action: act(toStart), help: 'To the first line there is, in the oldest file'},
  {
    name: 'last',
    keys: ['G', 'end'],
    action: act(toEnd),
    help: 'To the last line, and follow what comes',
    label: 'follow',
  },
  {
    name: 'search',
    keys: ['/'],
    action: onScreen({type: 'open-bar', bar: 'log-search'}),
    help: 'Search for a text; from the end back, else on from here',
    label: 'search',
  },
  {name: 'search-on', keys: ['n'], action: act(on => searchOn(false, on)), help: 'The next line with it'},
  {name: 'search-back', keys: ['N'], action: act(on => searchOn(true, on)), help: 'The next one the other way'},
  {
    name: 'filter',
    keys: ['&'],
    action: onScreen({type: 'open-bar', bar: 'log-filter'}),
    help: 'Only lines with a text, which the nodes look for; !text: without it; empty: all again',
    label: 'filter',
  },
  {
    name: 'time',
    keys: ['t'],
    action: onScreen({type: 'open-bar', bar: 'log-time'}),
    help: 'Go to a time: 10:32, 10:32:05, -10m, 2026-11-28 10:32',
    label: 'time',
  },
  {
    name: 'node',
    keys: ['o'],
    action: act(on => showAlone('node', 1, on)),
    help: 'One node alone, then the next; behind the last one all again',
    label: 'node',
  },
  {name: 'node-back', keys: ['O'], action: act(on => showAlone('node', -1, on)), help: 'The node before, alone'},
  {
    name: 'source',
    keys: ['s'],
    action: act(on => showAlone('source', 1, on)),
    help: 'One source alone (stdout, stderr, a file), then the next; behind the last one all again',
  },
  {name: 'all', keys: ['a'], action: act(showAll), help: 'All nodes and sources again'},
  {
    name: 'pause',
    keys: ['p'],
    action: act(togglePause),
    help: 'Pause, or go on; what comes meanwhile waits on the nodes',
    label: 'pause',
  },
  {name: 'wrap', keys: ['w'], action: act(toggleWrap), help: 'Wrap long lines, or cut them'},
  {
    name: 'right',
    keys: ['right', 'l'],
    action: act(on => moveSideways(1, on)),
    help: 'What is to the right of lines that are cut',
  },
  {name: 'left', keys: ['left', 'h'], action: act(on => moveSideways(-1, on)), help: 'Back to the left'},
  {
    name: 'colours',
    keys: ['c'],
    action: act(toggleColours),
    help: 'Show the colours that are in the lines, or no more; other control characters are always made visible',
  },
];

const LAST_KEYS: readonly KeyBinding[] = [
  {
    name: 'back',
    keys: ['esc'],
    action: act(backOut),
    help: 'Take away what is searched for, then the filter; without these, back to the screen before',
    label: 'back',
  },
  CLOSE,
  ...EVERYWHERE,
];

/** The keys of the log screen. */
export const LOG_KEYS: ScreenKeys = {
  name: 'log',
  title: 'In logs',
  keys: KEYS,
  lastKeys: LAST_KEYS,
  // What it opens depends on the cells of the grid, or the job: these screens have a key of their own.
  opener: null,
  hasJobLine: false,
};
