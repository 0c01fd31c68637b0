/** Which lines around the grid are shown at a height, and how many rows of nodes are between them. */
export interface RowLayout {
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
interface PromptSize {
  /** 0: nothing is said; where there is room a blank line keeps the place. */
  readonly lines: number;
  /** Whether the keys are shown under it; while something is typed that place is needed. */
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
 * or said takes the place of the keys and then that of nodes, so that the rest stays where it is. In a window with even fewer
 * lines the titles give way, and then the last node.
 */
export function layoutRows(height: number, prompt: PromptSize = QUIET): RowLayout {
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

/** Lines of a screen without the line of a job, while nothing long is said. */
export function bodyHeight({hasTitles, hasFooter, hasTotals, hasEvent, hasJob, nodes}: RowLayout): number {
  const others = [hasTitles, hasFooter, hasTotals, hasEvent, hasJob];
  return nodes + others.filter(Boolean).length;
}

/** The first of the rows that are shown, so that the cursor's is among them and as few as possible move. */
export function scrollTo(cursor: number, first: number, visible: number, count: number): number {
  const last = Math.max(0, count - visible);
  const top = Math.min(Math.max(first, cursor - visible + 1), cursor);
  return Math.max(0, Math.min(top, last));
}
