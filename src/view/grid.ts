import {widthOf} from './fit-text.js';
import {type GridFrame, headRow, nodeRow} from './grid-rows.js';
import {type Columns, type Lines, layoutColumns, scrollTo} from './layout.js';
import {footerLine} from './lines.js';
import {nobodyLines} from './nobody.js';
import {cursorColumn, cursorRow, type GridView} from './screen-state.js';
import type {Theme} from './theme.js';
import type {Frame} from './use-frame.js';

const LONGEST_NAME = 32;
const NAME_HEAD = 'NODE'.length;

/** The grid of nodes and watchers as prepared lines: the heads, the rows, and the line under them where there is room for it. */
export function gridLines(
  {screen, now}: Frame,
  view: GridView,
  lines: Lines,
  width: number,
  theme: Theme,
): readonly string[] {
  const {nodes, watchers} = view;
  const row = cursorRow(screen.cursor, nodes);
  const columns = columnsFor(view, cursorColumn(screen.cursor, watchers), width);
  const shownWatchers = watchers.slice(columns.firstWatcher, columns.firstWatcher + columns.watcherCount);
  const frame: GridFrame = {columns, watchers: shownWatchers, theme, now, width};
  const hasMoreRight = columns.firstWatcher + columns.watcherCount < watchers.length;
  const head = headRow(frame, columns.firstWatcher > 0, hasMoreRight);
  const first = scrollTo(row, screen.firstRow, lines.nodes, nodes.length);
  const shownNodes = nodes.slice(first, first + lines.nodes);
  const nobody = nobodyLines(nodes, width, lines.nodes, theme);
  const body =
    nobody ??
    shownNodes.map((node, index) =>
      nodeRow(
        node,
        {
          cursor: first + index === row ? screen.cursor.watcher : undefined,
          marks: screen.marks.get(node.spec.id) ?? NO_MARKS,
        },
        frame,
      ),
    );
  const blank = Array.from({length: Math.max(0, lines.nodes - body.length)}, () => ' '.repeat(width));
  const footer = footerLine(columns, {first, visible: lines.nodes, count: nodes.length}, width, theme);
  return [head, ...body, ...blank, ...(lines.hasFooter ? [footer] : [])];
}

const NO_MARKS: ReadonlySet<string> = new Set();

function columnsFor({nodes, watchers}: GridView, cursor: number, width: number): Columns {
  const longest = nodes.reduce((longest, row) => Math.max(longest, widthOf(row.spec.id)), NAME_HEAD);
  return layoutColumns(width, Math.min(longest, LONGEST_NAME), watchers.length, Math.max(0, cursor));
}
