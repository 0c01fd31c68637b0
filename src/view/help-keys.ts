import {type KeyBinding, LINES, onScreen, SCROLL} from './key-binding.js';
import {OPENERS} from './openers.js';
import type {ScreenKeys} from './screen-keys.js';

const KEYS: readonly KeyBinding[] = [
  ...LINES,
  {
    name: 'search',
    keys: ['/'],
    action: onScreen({type: 'open-bar', bar: 'search'}),
    help: 'Search the help',
    label: 'search',
  },
];

/** The keys of the help. */
export const HELP_KEYS: ScreenKeys = {
  name: 'help',
  title: 'On this screen',
  keys: KEYS,
  lastKeys: SCROLL,
  opener: OPENERS.help,
  hasJobLine: false,
};
