import {type KeyBinding, onScreen, SCROLL} from './key-binding.js';
import type {ScreenKeys} from './screen-keys.js';

const KEYS: readonly KeyBinding[] = [
  {name: 'line-down', keys: ['down', 'j'], action: onScreen({type: 'scroll', lines: 1}), help: 'One line down'},
  {name: 'line-up', keys: ['up', 'k'], action: onScreen({type: 'scroll', lines: -1}), help: 'One line up'},
];

/** The keys of the list of columns. */
export const COLUMNS_KEYS: ScreenKeys = {
  name: 'columns',
  title: 'In the list of columns',
  keys: KEYS,
  lastKeys: SCROLL,
  opener: null,
  hasJobLine: false,
};
