import type {ColumnChoice} from '../columns/choice.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import {emptyWindow} from '../model/figure-window.js';
import type {NodeSpec} from '../model/node.js';
import type {Instant} from '../model/time.js';
import {draftOf} from '../store/draft.js';
import type {HistoryReader} from '../store/history.js';
import {reduceCluster} from '../store/reduce-cluster.js';
import {EMPTY_STATE} from '../store/state.js';
import {frameOf} from './frame.js';
import {GRID} from './grid-screen.js';
import type {Keymap} from './keymap.js';
import {sceneOf} from './scene.js';
import type {ScreenTable} from './screen.js';
import {FIRST_SCREEN} from './screen-state.js';
import type {Theme} from './theme.js';

/** What there is to show before anything is known of the nodes. */
interface FirstFrameOptions {
  readonly nodes: readonly NodeSpec[];
  /** What they are made from; null: nothing that has a name. */
  readonly origin: ClusterOrigin | null;
  readonly now: Instant;
  readonly isReadOnly: boolean;
  /** The terminal's size. */
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
  readonly keymap: Keymap;
  readonly columnChoice: ColumnChoice;
}

/**
 * The lines of the screen on which every node is being connected to: the very picture that Ink draws first, made by the
 * same functions without it, so that it can be shown while Ink is still being loaded.
 */
export function firstFrame({
  nodes,
  origin,
  now,
  isReadOnly,
  columns,
  rows,
  theme,
  keymap,
  columnChoice,
}: FirstFrameOptions): readonly string[] {
  const draft = draftOf(EMPTY_STATE);
  reduceCluster(draft, {type: 'cluster-changed', nodes, origin, at: now});
  const scene = sceneOf(draft.result(), {...FIRST_SCREEN, columns: columnChoice}, now, NOTHING_YET);
  const options = {
    width: columns,
    height: rows,
    theme,
    isReadOnly,
    screens: FIRST,
    keymap,
    planLine: noPlan,
  };
  const {header, body, bottom} = frameOf(scene, options);
  const above = [...header, ...body.parts.flatMap(part => (part.type === 'lines' ? part.lines : []))];
  const blank = Array.from({length: Math.max(0, rows - above.length - bottom.length)}, () => '');
  return [...above, ...blank, ...bottom].slice(0, rows);
}

/** The other screens need Ink, React or all commands. */
const FIRST: ScreenTable = new Map([[GRID.name, GRID]]);

/** The whole history, as the whole reducer, is loaded later. */
const NOTHING_YET: HistoryReader = {window: (_series, _figure, range) => emptyWindow(range)};

function noPlan(): never {
  throw new Error('nothing is typed yet');
}
