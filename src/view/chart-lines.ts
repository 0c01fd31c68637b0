import {markOf} from '../chart/piece.js';
import {figureTitle} from '../chart/unit.js';
import {type ChartData, chartData} from './chart-data.js';
import {chartMoments} from './chart-moments.js';
import {linesWanted, panelLines} from './chart-panels.js';
import {chartNotes, reasonFor} from './chart-reasons.js';
import {type ChartRow, clockText, TABLE_WIDTHS, tableRows, tableTitles} from './chart-table.js';
import type {ChartView} from './chart-view.js';
import type {Scene} from './scene.js';
import type {Room} from './screen.js';
import {spread, widthOfSpans} from './spread.js';
import type {Span, Theme} from './theme.js';

type LinesRoom = Pick<Room, 'width' | 'height' | 'theme'>;

/** Plots of their own have their names, and the value under the cursor, above them. */
const NO_TABLE = ['there is no room for the table: it is copied all the same'];
/** A name that is cut below this takes columns from the table instead. */
const NARROWEST_NAME = 16;

/** The whole screen of a chart: what it is of, the plots, and the table below them. */
export function chartLines({state, screen, now, history}: Scene, room: LinesRoom): readonly string[] {
  const {width, height, theme} = room;
  const view = screen.chart;
  const data = chartData(view, now, history);
  if (data.series.length === 0)
    return [spread([{text: '  Nothing is charted.', tone: 'dim'}], [], width, theme)].slice(0, height);
  const rows = tableRows(data, series => reasonFor(series, state));
  const notes = chartNotes(view, data.series, state);
  const spare = Math.max(0, height - linesWanted(data, view.isApart, width) - 1);
  const table = tableLines(data, rows, Math.max(0, spare - (notes.length > 0 ? 1 : 0)), width, theme);
  const below = [
    ...(table.length === 0 && spare > 0
      ? [view.isApart ? noteLine(NO_TABLE, width, theme) : legendLine(rows, width, theme)]
      : table),
    ...(notes.length > 0 && spare > table.length && table.length > 0 ? [noteLine(notes, width, theme)] : []),
  ];
  const plots = panelLines(data, {
    ...view,
    width,
    height: Math.max(0, height - 1 - below.length),
    theme,
    moments: chartMoments(state, now, data, theme.printable),
  });
  return [headLine(view, data, width, theme), ...plots, ...below].slice(0, height);
}

function headLine(view: ChartView, data: ChartData, width: number, theme: Theme): string {
  const figures = [...new Set(data.series.map(({figure}) => figure))];
  const [only] = figures;
  const what = only !== undefined && figures.length === 1 ? figureTitle(only) : figures.join(', ');
  const separator = ` ${theme.glyph('separator')} `;
  const left: readonly Span[] = [
    {text: 'Chart', isBold: true},
    {text: ` of ${what}, ${spanText(view.seconds)}`},
    {text: separator, tone: 'dim'},
    view.held === null ? {text: 'follows now', tone: 'dim'} : {text: `held at ${clockText(data.readAt)}`},
  ];
  const right: readonly Span[] = [{text: `  ${clockText(data.from)}–${clockText(data.to)}`, tone: 'dim'}];
  const hasRoom = widthOfSpans(left) + widthOfSpans(right) <= width;
  return spread(left, hasRoom ? right : [], width, theme);
}

/** The table, in at most so many lines; what has no room is said to be more. */
function tableLines(
  data: ChartData,
  rows: readonly ChartRow[],
  most: number,
  width: number,
  theme: Theme,
): readonly string[] {
  if (most < 2) return [];
  const nameWidth = Math.max(
    NARROWEST_NAME,
    Math.min(2 + Math.max(...rows.map(({name}) => name.length)), width - sum(TABLE_WIDTHS)),
  );
  const columns = TABLE_WIDTHS.filter((_, index) => nameWidth + sum(TABLE_WIDTHS.slice(0, index + 1)) <= width);
  const cellsText = (cells: readonly string[]) =>
    columns.map((column, index) => theme.fit(cells[index] ?? '', column, {align: 'right'})).join('');
  const titles = tableTitles(data.cursor === null ? 'now' : clockText(data.readAt));
  const seen = rows.length < most ? rows : rows.slice(0, most - 2);
  const more = rows.length - seen.length;
  return [
    spread([{text: ' '.repeat(nameWidth) + cellsText(titles), tone: 'dim'}], [], width, theme),
    ...seen.map(({series, name, cells, reason}) => {
      const mark: Span = {
        text: theme.fit(`${markOf(series, theme.isAscii)} ${name}`, nameWidth, {cutAt: 'middle'}),
        hue: series,
      };
      return spread(
        [mark, reason === null ? {text: cellsText(cells)} : {text: `  ${reason}`, tone: 'dim'}],
        [],
        width,
        theme,
      );
    }),
    ...(more === 0
      ? []
      : [spread([{text: `  ${more} more: they are copied with the others`, tone: 'dim'}], [], width, theme)]),
  ];
}

/** What stands for which series, where there is no room for the table. */
function legendLine(rows: readonly ChartRow[], width: number, theme: Theme): string {
  const spans = rows.map(({series, name}): Span => ({text: `${markOf(series, theme.isAscii)} ${name}  `, hue: series}));
  return spread(spans, [], width, theme);
}

/** "90 s", "10 min", "2 h". */
function spanText(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function noteLine(notes: readonly string[], width: number, theme: Theme): string {
  return spread([{text: `  ${notes.join(` ${theme.glyph('separator')} `)}`, tone: 'dim'}], [], width, theme);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
