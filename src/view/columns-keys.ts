import {LINES, SCROLL} from './key-binding.js';
import type {ScreenKeys} from './screen-keys.js';

/** The keys of the list of columns. */
export const COLUMNS_KEYS: ScreenKeys = {
  name: 'columns',
  title: 'In the list of columns',
  keys: LINES,
  lastKeys: SCROLL,
  opener: null,
  hasJobLine: false,
};
