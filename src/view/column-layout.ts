import {type ColumnChoice, chosenCellColumns, chosenNodeColumns, USUAL_COLUMNS} from '../columns/choice.js';
import type {CellColumn, NodeColumn} from '../columns/column.js';

/** Which columns of nodes and cells are shown at a width. */
export interface ColumnLayout {
  /** Width of the node's name. */
  readonly name: number;
  readonly hasStateWord: boolean;
  /** Width of the node's state: that of its glyph where it has no word. */
  readonly state: number;
  /** Columns of nodes between the state and the watchers' cells, in their order. */
  readonly before: readonly NodeColumn[];
  /** Columns of nodes behind the cells. */
  readonly behind: readonly NodeColumn[];
  readonly cell: CellLayout;
  /** The watchers that are shown, as a part of all of them: a wide cluster scrolls sideways. */
  readonly firstWatcher: number;
  readonly watcherCount: number;
  /** The titles of what gave way, the first to go first. */
  readonly hidden: readonly string[];
}

interface CellLayout {
  /** The column of the state's word; null: only its glyph is shown. */
  readonly word: CellColumn | null;
  /** What stands behind it, in its order. */
  readonly figures: readonly CellColumn[];
  /** Columns of one cell with the gap and the mark before it. */
  readonly width: number;
}

/** Columns of the screen between any two columns of the grid. */
export const GAP = 2;
/** Columns of the screen before a node's name: the cursor's bar and the mark. */
export const EDGE = 2;
/** "⚠ configured for 32 nodes", in the place of a node's state. */
export const NOTE_WIDTH = 25;
/** When it gives way: notes are rare, and a glyph and the footer still show them. */
const NOTE_RANK = 40;
const GLYPH_WIDTH = 1;
/** Gap, mark. */
const CELL_EDGE = 2;
const SHORTEST_NAME = 8;
/** In fewer columns than these there is no room for a name and a glyph: rows end at the window's edge. */
export const NARROWEST = EDGE + SHORTEST_NAME + GAP + GLYPH_WIDTH + CELL_EDGE + GLYPH_WIDTH + 1;

/** What can give way: a column, or the room for notes in that of the state. */
type Part = NodeColumn | CellColumn | typeof NOTES;
const NOTES = {title: 'notes', rank: NOTE_RANK} as const;

/**
 * What fits. The most important part is tried first; each part is shown if it fits beside all watchers and the parts that are
 * shown already, so nothing is hidden that there is room for. Where not all watchers fit even without any part, names are cut,
 * at most to half the width, and then as many watchers as fit are shown, those around the cursor's.
 *
 * It does not depend on figures, so columns do not move while figures change.
 *
 * @param longestName columns of the screen of the longest node name
 * @param watchers how many watchers there are
 * @param cursor the watcher that must be seen, by its index
 * @param hasNotes whether the state of some node needs more than a word
 * @param choice which columns are wanted at all
 */
export function layoutColumns(
  width: number,
  longestName: number,
  watchers: number,
  cursor: number,
  hasNotes = false,
  choice: ColumnChoice = USUAL_COLUMNS,
): ColumnLayout {
  const nodes = chosenNodeColumns(choice);
  const cells = chosenCellColumns(choice);
  const hasRoomForNotes = hasNotes && nodes.some(({kind}) => kind === 'state');
  const parts: readonly Part[] = [...nodes, ...cells, ...(hasRoomForNotes ? [NOTES] : [])]
    .filter(({rank}) => rank !== null)
    .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
  const shownOf = (kept: ReadonlySet<Part>) => shownColumns(nodes, cells, kept);
  const leftOver = (shown: ShownColumns) => width - nodeWidth(shown, longestName) - watchers * shown.cell.width;
  const kept = new Set<Part>();
  for (const part of parts.toReversed()) {
    kept.add(part);
    if (leftOver(shownOf(kept)) < 0) kept.delete(part);
  }
  const shown = shownOf(kept);
  const name = Math.min(longestName, Math.max(SHORTEST_NAME, Math.floor(width / 2), longestName + leftOver(shown)));
  const fitting = Math.floor((width - nodeWidth(shown, name)) / shown.cell.width);
  const watcherCount = Math.min(watchers, Math.max(fitting, 1));
  const firstWatcher = Math.max(0, Math.min(cursor - Math.floor(watcherCount / 2), watchers - watcherCount));
  const hidden = parts.filter(part => part !== NOTES && !kept.has(part)).map(({title}) => title);
  return {...shown, name, firstWatcher, watcherCount, hidden};
}

type ShownColumns = Omit<ColumnLayout, 'name' | 'firstWatcher' | 'watcherCount' | 'hidden'>;

function shownColumns(
  nodes: readonly NodeColumn[],
  cellColumns: readonly CellColumn[],
  kept: ReadonlySet<Part>,
): ShownColumns {
  const isShown = (column: NodeColumn | CellColumn) => column.rank === null || kept.has(column);
  const shown = nodes.filter(isShown);
  const state = shown.find(({kind}) => kind === 'state');
  const others = shown.filter(({kind}) => kind !== 'name' && kind !== 'state');
  const cells = cellColumns.filter(isShown);
  return {
    hasStateWord: state !== undefined,
    state: state === undefined ? GLYPH_WIDTH : kept.has(NOTES) ? NOTE_WIDTH : state.width,
    before: others.filter(({side}) => side === 'before'),
    behind: others.filter(({side}) => side === 'behind'),
    cell: {
      word: cells.find(({kind}) => kind === 'state') ?? null,
      figures: cells.filter(({kind}) => kind === 'text'),
      width: CELL_EDGE + GLYPH_WIDTH + Math.max(1, widthOfAll(cells, 1)),
    },
  };
}

/** Columns of the screen of everything but the watchers' cells. */
export function nodeWidth(
  {state, before, behind}: Pick<ColumnLayout, 'state' | 'before' | 'behind'>,
  name: number,
): number {
  return EDGE + name + GAP + state + widthOfAll(before, GAP) + widthOfAll(behind, GAP);
}

/** Columns of the screen that these take, each with a gap before it. */
export function widthOfAll(columns: readonly {readonly width: number}[], gap: number): number {
  return columns.reduce((sum, {width}) => sum + gap + width, 0);
}
