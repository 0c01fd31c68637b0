import type {ColumnChoice} from '../columns/choice.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import {emptyWindow} from '../model/figure-window.js';
import type {NodeSpec} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {draftOf} from '../store/draft.js';
import type {HistoryReader} from '../store/history.js';
import {reduceCluster} from '../store/reduce-cluster.js';
import {EMPTY_STATE} from '../store/state.js';
import {frameOf} from './frame.js';
import {type Move, movePlace} from './grid-cursor.js';
import {GRID} from './grid-screen.js';
import {findBinding, type Keymap} from './keymap.js';
import {layoutRows} from './row-layout.js';
import {sceneOf} from './scene.js';
import type {ScreenTable} from './screen.js';
import {FIRST_SCREEN, gridView, type ScreenState} from './screen-state.js';
import type {Theme} from './theme.js';

/** What there is to show before anything is known of the nodes. */
interface FirstScreenOptions {
  readonly nodes: readonly NodeSpec[];
  /** What they are made from; null: nothing that has a name. */
  readonly origin: ClusterOrigin | null;
  readonly clock: Clock;
  readonly isReadOnly: boolean;
  /** The terminal's size now. */
  readonly size: () => {readonly columns: number; readonly rows: number};
  readonly theme: Theme;
  readonly keymap: Keymap;
  readonly columnChoice: ColumnChoice;
}

/** The screen as long as it needs no more than this: a grid of nodes of which nothing is known, with a cursor that moves. */
export interface FirstScreen {
  /** All lines of the terminal, as Ink would draw them. */
  readonly lines: () => readonly string[];
  /** Presses these keys, by name, if each of them only moves the cursor; else none. @returns whether it did */
  readonly press: (keys: readonly string[]) => boolean;
}

/**
 * The screen on which every node is being connected to: the very picture that Ink draws first, made by the same functions
 * without it, so that it can be shown, and its cursor moved, while Ink is still being loaded.
 */
export function firstScreen({
  nodes,
  origin,
  clock,
  isReadOnly,
  size,
  theme,
  keymap,
  columnChoice,
}: FirstScreenOptions): FirstScreen {
  const draft = draftOf({...EMPTY_STATE, isReadOnly});
  reduceCluster(draft, {type: 'cluster-changed', nodes, origin, at: clock()});
  const state = draft.result();
  let screen: ScreenState = {...FIRST_SCREEN, columns: columnChoice};

  function moveOf(key: string): Move | null {
    const action = findBinding(keymap, GRID.name, key)?.action;
    if (action?.type !== 'screen') return null;
    return action.action.type === 'move' || action.action.type === 'move-to' ? action.action : null;
  }

  return {
    lines: () => {
      const {columns: width, rows: height} = size();
      const scene = sceneOf(state, screen, clock(), NOTHING_YET);
      const options = {width, height, theme, screens: FIRST, keymap, planLine: noPlan};
      const {header, body, bottom} = frameOf(scene, options);
      const above = [...header, ...body.parts.flatMap(part => (part.type === 'lines' ? part.lines : []))];
      const blank = Array.from({length: Math.max(0, height - above.length - bottom.length)}, () => '');
      return [...above, ...blank, ...bottom].slice(0, height);
    },
    press: keys => {
      const moves = keys.map(moveOf).filter(move => move !== null);
      if (moves.length < keys.length) return false;
      const view = gridView(state, screen, layoutRows(size().rows).nodes, clock());
      for (const move of moves) screen = {...screen, ...movePlace(screen, move, view)};
      return true;
    },
  };
}

/** The other screens need Ink, React or all commands. */
const FIRST: ScreenTable = new Map([[GRID.name, GRID]]);

/** The whole history, as the whole reducer, is loaded later. */
const NOTHING_YET: HistoryReader = {window: (_series, _figure, range) => emptyWindow(range)};

function noPlan(): never {
  throw new Error('nothing is typed yet');
}
