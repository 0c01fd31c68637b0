/** What of a node and a cell is shown at a width. */
export interface Columns {
  /** Width of the node's name. */
  readonly name: number;
  readonly hasStateWord: boolean;
  /** Width of the node's state: a column where it has no word. */
  readonly state: number;
  readonly hasSparkline: boolean;
  readonly hasRoundTrip: boolean;
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
  readonly cell: CellColumns;
  /** The watchers that are shown, as a part of all of them: a wide cluster scrolls sideways. */
  readonly firstWatcher: number;
  readonly watcherCount: number;
  /** What gave way, by its name. */
  readonly hidden: readonly string[];
}

export interface CellColumns {
  readonly hasWord: boolean;
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
  /** Columns of one cell with the gap and the mark before it. */
  readonly width: number;
}

const STATE_WIDTH = 10;
/** "⚠ configured for 32 nodes", in the place of a node's state. */
export const NOTE_WIDTH = 25;
export const ROUND_TRIP_WIDTH = 5;
export const FIGURE_WIDTH = 5;
/** Five minutes, half a minute each. */
export const SPARKLINE_WIDTH = 10;
/** "800%": a watcher's CPU in its cell. */
export const PERCENT_WIDTH = 4;
/** "flapping 6/5min", the longest word. */
export const WORD_WIDTH = 15;
/** Two columns between any two things. */
export const GAP = 2;
/** Columns before a node's name: the cursor's bar and the mark. */
export const EDGE = 2;
const GLYPH_WIDTH = 1;
/** Gap, mark. */
const CELL_EDGE = 2;
const SHORTEST_NAME = 8;
const NARROW_CELL = CELL_EDGE + GLYPH_WIDTH + 1;

/** In this order things give way as the width shrinks; 'notes', which are rarely there, to what a glyph and the footer still say of them. */
const GIVES_WAY = ['CPU 5 min', 'RTT', 'memory', 'notes', 'MEM', 'CPU%', 'STATE', 'words', 'CPU'] as const;

/**
 * What fits: things give way in a fixed order until every watcher has a place; where even that is not enough, as many
 * watchers as fit are shown, those around the cursor's.
 *
 * @param longestName columns of the longest node name
 * @param watchers how many watcher columns there are
 * @param cursor the watcher column that must be seen
 * @param hasNotes whether the state of some node is told in more than a word
 */
export function layoutColumns(
  width: number,
  longestName: number,
  watchers: number,
  cursor: number,
  hasNotes = false,
): Columns {
  const givesWay = GIVES_WAY.filter(what => what !== 'notes' || hasNotes);
  const shown = (gone: number): Omit<Columns, 'firstWatcher' | 'watcherCount' | 'name'> => {
    const hidden = givesWay.slice(0, gone);
    const has = (what: (typeof GIVES_WAY)[number]) => !hidden.includes(what);
    const cell = {hasWord: has('words'), hasCpu: has('CPU'), hasMemory: has('memory')};
    return {
      hasStateWord: has('STATE'),
      state: !has('STATE') ? GLYPH_WIDTH : hasNotes && has('notes') ? NOTE_WIDTH : STATE_WIDTH,
      hasSparkline: has('CPU 5 min'),
      hasRoundTrip: has('RTT'),
      hasCpu: has('CPU%'),
      hasMemory: has('MEM'),
      cell: {...cell, width: cellWidth(cell)},
      hidden: hidden.filter(what => what !== 'notes'),
    };
  };
  for (let gone = 0; gone <= givesWay.length; gone++) {
    const columns = shown(gone);
    const isLast = gone === givesWay.length;
    const name = isLast ? Math.min(longestName, Math.max(SHORTEST_NAME, Math.floor(width / 2))) : longestName;
    const room = width - nodeWidth(columns, name);
    const fitting = Math.max(0, Math.floor(room / columns.cell.width));
    if (fitting < watchers && !isLast) continue;
    const watcherCount = Math.min(watchers, Math.max(fitting, 1));
    const firstWatcher = Math.max(0, Math.min(cursor - Math.floor(watcherCount / 2), watchers - watcherCount));
    return {...columns, name, firstWatcher, watcherCount};
  }
  throw new Error('unreachable: the last step takes whatever is left');
}

function cellWidth(cell: Omit<CellColumns, 'width'>): number {
  if (!cell.hasWord && !cell.hasCpu) return NARROW_CELL;
  return (
    CELL_EDGE +
    GLYPH_WIDTH +
    (cell.hasWord ? 1 + WORD_WIDTH : 0) +
    (cell.hasCpu ? 1 + PERCENT_WIDTH : 0) +
    (cell.hasMemory ? 1 + FIGURE_WIDTH : 0)
  );
}

/** Columns of all that is not a watcher's cell: the sparkline stands behind them, the rest before. */
export function nodeWidth(
  columns: Pick<Columns, 'state' | 'hasSparkline' | 'hasRoundTrip' | 'hasCpu' | 'hasMemory'>,
  name: number,
) {
  return (
    EDGE +
    name +
    GAP +
    columns.state +
    (columns.hasRoundTrip ? GAP + ROUND_TRIP_WIDTH : 0) +
    (columns.hasCpu ? GAP + FIGURE_WIDTH : 0) +
    (columns.hasMemory ? GAP + FIGURE_WIDTH : 0) +
    (columns.hasSparkline ? GAP + SPARKLINE_WIDTH : 0)
  );
}

/** Which lines around the grid are shown at a height, and how many rows of nodes are between them. */
export interface Lines {
  readonly hasHeader: boolean;
  readonly hasFooter: boolean;
  readonly hasTotals: boolean;
  readonly hasEvent: boolean;
  readonly hasJob: boolean;
  readonly hasKeys: boolean;
  /** Rows of nodes. */
  readonly nodes: number;
}

const FEWEST_NODES = 6;

/** Lines give way in this order until there is room for some nodes: keys, event, sums, footer, job, header. The bar stays. */
export function layoutLines(height: number): Lines {
  const wish = ['header', 'job', 'footer', 'totals', 'event', 'keys'];
  const fixed = 2;
  const room = Math.max(0, height - fixed - FEWEST_NODES);
  const kept = new Set(wish.slice(0, room));
  return {
    hasHeader: kept.has('header'),
    hasFooter: kept.has('footer'),
    hasTotals: kept.has('totals'),
    hasEvent: kept.has('event'),
    hasJob: kept.has('job'),
    hasKeys: kept.has('keys'),
    nodes: Math.max(1, height - fixed - kept.size),
  };
}

/** The first of the rows that are shown, so that the cursor's is among them and as few as possible move. */
export function scrollTo(cursor: number, first: number, visible: number, count: number): number {
  const last = Math.max(0, count - visible);
  const top = Math.min(Math.max(first, cursor - visible + 1), cursor);
  return Math.max(0, Math.min(top, last));
}
