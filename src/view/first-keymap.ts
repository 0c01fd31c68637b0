import {GRID_KEYS} from './grid-keys.js';
import {keymapOf} from './keymap.js';
import {OPENERS} from './openers.js';

/** The usual keys as far as the first picture shows some: those of the grid. What any of them does is loaded after it. */
export const FIRST_KEYMAP = keymapOf([GRID_KEYS], OPENERS);
