import type {EventMove} from './event-place.js';
import {backOut, goThere, moveTo, openJob, openLog} from './events-actions.js';
import {
  type ActPorts,
  CLOSE,
  EVERYWHERE,
  HALF_PAGE,
  type KeyAction,
  type KeyBinding,
  onScreen,
  PAUSE,
} from './key-binding.js';
import {OPENERS} from './openers.js';
import type {ScreenKeys} from './screen-keys.js';

const act = (does: (on: ActPorts) => void): KeyAction => ({type: 'act', act: does});
const move = (by: EventMove): KeyAction => act(on => moveTo(by, on));

const KEYS: readonly KeyBinding[] = [
  {name: 'down', keys: ['down', 'j'], action: move({by: 1}), help: 'One entry down'},
  {name: 'up', keys: ['up', 'k'], action: move({by: -1}), help: 'One entry up; what comes does not move what is seen'},
  {name: 'first', keys: ['g', 'home'], action: move({to: 'first'}), help: 'The oldest entry'},
  {
    name: 'last',
    keys: ['G', 'end'],
    action: move({to: 'last'}),
    help: 'The newest entry, and follow it',
    label: 'newest',
  },
  {name: 'page-down', keys: ['pagedown'], action: move({pages: 1}), help: 'One page down'},
  {name: 'page-up', keys: ['pageup'], action: move({pages: -1}), help: 'One page up'},
  {name: 'half-page-down', keys: ['ctrl-d'], action: move({pages: HALF_PAGE}), help: 'Half a page down'},
  {name: 'half-page-up', keys: ['ctrl-u'], action: move({pages: -HALF_PAGE}), help: 'Half a page up'},
  {name: 'bad-up', keys: ['N'], action: move({toBad: -1}), help: 'Up to the next entry that is bad'},
  {name: 'bad-down', keys: ['n'], action: move({toBad: 1}), help: 'Down to the next entry that is bad'},
  {
    name: 'go',
    keys: ['enter'],
    action: act(goThere),
    help: 'Go to the node and the watcher in the grid; from what a job did, to the job',
    label: 'go there',
  },
  {
    name: 'log',
    keys: ['L'],
    action: act(openLog),
    help: 'The log of the watcher at that moment; of all watchers of a node; of what was not ok in a job',
    label: 'log',
  },
  {
    name: 'filter',
    keys: ['/'],
    action: onScreen({type: 'open-bar', bar: 'events'}),
    help: 'Filter: part of a name or of the text, is:bad, is:crashed, neo4j:killed, !not',
    label: 'filter',
  },
  PAUSE,
  {
    name: 'jobs',
    keys: ['J'],
    action: act(openJob),
    help: 'Go to the job that the entry is of; else show the jobs',
    label: 'jobs',
  },
];

const LAST_KEYS: readonly KeyBinding[] = [
  {
    name: 'back',
    keys: ['esc'],
    action: act(backOut),
    help: 'Take the filter away; without one, back to the screen before',
    label: 'back',
  },
  CLOSE,
  ...EVERYWHERE,
];

/** The keys of the screen of what happened. */
export const EVENTS_KEYS: ScreenKeys = {
  name: 'events',
  title: 'On the events screen',
  keys: KEYS,
  lastKeys: LAST_KEYS,
  opener: OPENERS.events,
  hasJobLine: false,
};
