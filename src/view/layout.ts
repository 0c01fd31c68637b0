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
/** In fewer columns than these there is no room for a name and a glyph: rows end at the window's edge. */
export const NARROWEST = EDGE + SHORTEST_NAME + GAP + GLYPH_WIDTH + CELL_EDGE + GLYPH_WIDTH + 1;

/** What may give way, the least important first; 'notes', which are rarely there, to what a glyph and the footer still say of them. */
const GIVES_WAY = [
  'CPU 5 min',
  'RTT',
  "watchers' memory",
  'notes',
  'MEM',
  'CPU%',
  'STATE',
  "watchers' words",
  "watchers' CPU",
] as const;
type Part = (typeof GIVES_WAY)[number];

/**
 * What fits: each part is shown where there is room for it beside every watcher and all the more important parts that are
 * shown; so nothing is hidden that what is left over has room for. Where not all watchers fit even without any part, names are
 * cut, at most to half the width, and then as many watchers as fit are shown, those around the cursor's.
 *
 * It depends on nothing that changes with the figures, lest the columns move with them.
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
  const parts = GIVES_WAY.filter(part => part !== 'notes' || hasNotes);
  const leftOver = (shown: ShownParts) => width - nodeWidth(shown, longestName) - watchers * shown.cell.width;
  const kept = new Set<Part>();
  for (const part of parts.toReversed()) {
    kept.add(part);
    if (leftOver(shownParts(kept)) < 0) kept.delete(part);
  }
  const shown = shownParts(kept);
  const name = Math.min(longestName, Math.max(SHORTEST_NAME, Math.floor(width / 2), longestName + leftOver(shown)));
  const fitting = Math.floor((width - nodeWidth(shown, name)) / shown.cell.width);
  const watcherCount = Math.min(watchers, Math.max(fitting, 1));
  const firstWatcher = Math.max(0, Math.min(cursor - Math.floor(watcherCount / 2), watchers - watcherCount));
  const hidden = parts.filter(part => part !== 'notes' && !kept.has(part));
  return {...shown, name, firstWatcher, watcherCount, hidden};
}

type ShownParts = Omit<Columns, 'name' | 'firstWatcher' | 'watcherCount' | 'hidden'>;

function shownParts(kept: ReadonlySet<Part>): ShownParts {
  const cell = {
    hasWord: kept.has("watchers' words"),
    hasCpu: kept.has("watchers' CPU"),
    hasMemory: kept.has("watchers' memory"),
  };
  return {
    hasStateWord: kept.has('STATE'),
    state: !kept.has('STATE') ? GLYPH_WIDTH : kept.has('notes') ? NOTE_WIDTH : STATE_WIDTH,
    hasSparkline: kept.has('CPU 5 min'),
    hasRoundTrip: kept.has('RTT'),
    hasCpu: kept.has('CPU%'),
    hasMemory: kept.has('MEM'),
    cell: {...cell, width: cellWidth(cell)},
  };
}

function cellWidth(cell: Omit<CellColumns, 'width'>): number {
  const parts =
    (cell.hasWord ? 1 + WORD_WIDTH : 0) +
    (cell.hasCpu ? 1 + PERCENT_WIDTH : 0) +
    (cell.hasMemory ? 1 + FIGURE_WIDTH : 0);
  return CELL_EDGE + GLYPH_WIDTH + Math.max(1, parts);
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
  /** The titles of the columns. */
  readonly hasTitles: boolean;
  readonly hasFooter: boolean;
  readonly hasTotals: boolean;
  readonly hasEvent: boolean;
  readonly hasJob: boolean;
  readonly hasKeys: boolean;
  /** Rows of nodes. */
  readonly nodes: number;
  /** Lines of what is typed, asked or said. */
  readonly prompt: number;
}

/** What stands below the picture: so many lines of what is typed, asked or said, and, where there is room, the keys under them. */
export interface PromptSize {
  /** 0: nothing is said; where there is room a blank line keeps the place. */
  readonly lines: number;
  /** Whether the keys belong under it; what is typed has more to say there. */
  readonly wantsKeys: boolean;
}

const FEWEST_NODES = 6;
/** The titles of the columns, and the line where things are typed and said. */
const FIXED = 2;
const LONGEST_PROMPT = 5;
const QUIET: PromptSize = {lines: 0, wantsKeys: true};

/** How many lines at the most are given to what is typed, asked or said. */
export function longestPrompt(height: number): number {
  return Math.max(1, Math.min(LONGEST_PROMPT, 1 + Math.max(1, Math.floor(height / 4)), height));
}

/**
 * Lines give way in this order until there is room for some nodes: keys, event, sums, footer, job, header. What is typed, asked
 * or said takes the place of the keys and then that of nodes, so that the rest stays where it is. In a window of fewer lines
 * than all that it is the titles, and then the last node, that give way.
 */
export function layoutLines(height: number, prompt: PromptSize = QUIET): Lines {
  const wish = ['header', 'job', 'footer', 'totals', 'event', 'keys'];
  const kept = new Set(wish.slice(0, Math.max(0, height - FIXED - FEWEST_NODES)));
  if (!prompt.wantsKeys) kept.delete('keys');
  const room = height - kept.size;
  const said = Math.min(prompt.lines, Math.max(1, room - 1));
  const promptLines = room > 1 ? Math.max(1, said) : said;
  const hasTitles = room - promptLines > 1;
  return {
    hasHeader: kept.has('header'),
    hasTitles,
    hasFooter: kept.has('footer'),
    hasTotals: kept.has('totals'),
    hasEvent: kept.has('event'),
    hasJob: kept.has('job'),
    hasKeys: kept.has('keys'),
    nodes: room - promptLines - (hasTitles ? 1 : 0),
    prompt: promptLines,
  };
}

/** The first of the rows that are shown, so that the cursor's is among them and as few as possible move. */
export function scrollTo(cursor: number, first: number, visible: number, count: number): number {
  const last = Math.max(0, count - visible);
  const top = Math.min(Math.max(first, cursor - visible + 1), cursor);
  return Math.max(0, Math.min(top, last));
}
