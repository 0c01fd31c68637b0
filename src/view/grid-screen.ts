import {cutPainted} from '../text/fit-text.js';
import {NARROWEST} from './column-layout.js';
import {gridLines} from './grid.js';
import type {GridView} from './grid-cursor.js';
import {GRID_KEYS} from './grid-keys.js';
import {type Keymap, keyOf} from './keymap.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';
import {gridView, stillMarked} from './screen-state.js';
import type {Theme} from './theme.js';

/** The grid of nodes and watchers, where circusman begins. */
export const GRID: Screen = {...GRID_KEYS, draw, searchedIn: null, hint: marksHint};

function draw(scene: Scene, {width, rows, theme, keymap}: Room): Body {
  const view = gridView(scene.state, scene.screen, rows.nodes, scene.now);
  const lines = gridLines(scene, view, rows, {width, theme, keymap});
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
