import type {Count} from '../columns/column.js';
import type {Totals} from '../columns/totals.js';
import {widthOf} from '../text/width.js';
import {EDGE, GAP, nodeWidth, widthOfAll} from './column-layout.js';
import type {GridFrame} from './grid-rows.js';
import type {Span, Theme} from './theme.js';

/** The sums under the rows, each below its column. */
export function totalsRow(totals: Totals, {columns, watchers, theme, width}: GridFrame): string {
  const gap = ' '.repeat(GAP);
  const sums = columns.before.map(column => {
    const sum = totals.sums.get(column);
    const text = sum === undefined ? '' : (sum ?? theme.glyph('none'));
    return gap + theme.fit(text, column.width, {align: column.align});
  });
  const head =
    theme.fit(`${theme.glyph('sum')} ${totals.online} online`, EDGE + columns.name + GAP + columns.state) +
    sums.join('');
  const cells = watchers.map(name => {
    const size = columns.cell.width - GAP;
    return gap + theme.paint(countSpans(totals.watchers.get(name) ?? [], size, theme));
  });
  const used = nodeWidth(columns, columns.name) + watchers.length * columns.cell.width;
  const behind = widthOfAll(columns.behind, GAP);
  return theme.paint([{text: head}]) + cells.join('') + ' '.repeat(Math.max(0, width - used + behind));
}

/** In fewer columns than this the count alone is shown, in the colour of what it counts. */
const SHORTEST_WORDS = 6;

/** "1 flapping 28 running" in so many columns; cut where that is too narrow. */
function countSpans(counts: readonly Count[], size: number, theme: Theme): readonly Span[] {
  const [first] = counts;
  if (size < SHORTEST_WORDS && first !== undefined)
    return [{text: theme.fit(String(first.count), size), tone: first.tone}];
  const spans: Span[] = [];
  let room = size;
  for (const {count, word, tone} of counts) {
    const text = `${room < size ? ' ' : ''}${count} ${word}`;
    const fitted = widthOf(text) <= room ? text : theme.fit(text, room);
    spans.push({text: fitted, tone});
    room -= widthOf(fitted);
    if (room <= 0) break;
  }
  return [...spans, {text: ' '.repeat(Math.max(0, room))}];
}
