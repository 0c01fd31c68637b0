import {formatValue, unitOf} from '../chart/unit.js';
import {formatBytes} from '../model/figures.js';
import {totalUnit} from '../model/summary.js';
import type {ChartData, ChartedSeries} from './chart-data.js';

/** What is written down of one series: its name, and a text for each column; `reason` where nothing is known of it. */
export interface ChartRow {
  readonly series: number;
  readonly name: string;
  readonly cells: readonly string[];
  readonly reason: string | null;
}

/** What a column of the table says. */
interface Column {
  readonly title: string;
  readonly width: number;
  readonly textOf: (series: ChartedSeries, data: ChartData) => string;
}

/** What is not known, or does not exist. */
const NOTHING = '-';

const COLUMNS: readonly Column[] = [
  {title: 'value', width: 8, textOf: valueText},
  {title: 'mean', width: 8, textOf: ({summary, figure}) => figureText(summary?.mean, figure)},
  {title: 'p50', width: 8, textOf: ({summary, figure}) => figureText(summary?.p50, figure)},
  {title: 'p95', width: 8, textOf: ({summary, figure}) => figureText(summary?.p95, figure)},
  {title: 'max', width: 8, textOf: ({summary, figure}) => figureText(summary?.max, figure)},
  {title: 'total', width: 12, textOf: totalText},
  {title: 'known', width: 6, textOf: knownText},
];

export const TABLE_WIDTHS = COLUMNS.map(({width}) => width);

/** The head of the table; `first` stands above the values that the cursor is on. */
export function tableTitles(first: string): readonly string[] {
  return COLUMNS.map(({title}, index) => (index === 0 ? first : title));
}

/** A row for each series, in their order. @param reasonOf why nothing is known of a series, for people */
export function tableRows(data: ChartData, reasonOf: (series: ChartedSeries) => string): readonly ChartRow[] {
  return data.series.map(series => ({
    series: series.number,
    name: seriesName(series, data),
    cells: COLUMNS.map(({textOf}) => textOf(series, data)),
    reason: series.summary === null ? reasonOf(series) : null,
  }));
}

/** "192.168.0.1 neo4j", with the figure where there are several. */
export function seriesName({target: {node, watcher}, figure}: ChartedSeries, {series}: ChartData): string {
  const hasFigures = series.some(other => other.figure !== figure);
  return [node, ...(watcher === null ? [] : [watcher]), ...(hasFigures ? [figure] : [])].join(' ');
}

/** The whole table as text, as it is copied: what it is of, its titles, and a line for each series. */
export function tableText(data: ChartData, rows: readonly ChartRow[]): string {
  const figures = [...new Set(data.series.map(({figure}) => figure))].join(', ');
  const names = rows.map(({name}) => name);
  const nameWidth = Math.max(0, ...names.map(name => name.length));
  const titles = tableTitles(clockText(data.readAt));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(nameWidth), ...cells.map((cell, index) => cell.padStart(TABLE_WIDTHS[index] ?? 0))]
      .join(' ')
      .trimEnd();
  return [
    `${figures}, ${dateText(data.from)} to ${dateText(data.to)} (${Math.round((data.to - data.from) / 1_000)} s, values of ${data.step} s)`,
    line('', titles),
    ...rows.map(({cells, reason}, index) => {
      const name = names[index] ?? '';
      return reason === null ? line(name, cells) : `${name.padEnd(nameWidth)}  ${reason}`;
    }),
    '',
  ].join('\n');
}

/** "04:31:20", the operator's own time. */
export function clockText(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

function dateText(at: number): string {
  const date = new Date(at);
  const parts = [date.getMonth() + 1, date.getDate()].map(part => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${parts.join('-')} ${clockText(at)}`;
}

function figureText(value: number | undefined, figure: ChartedSeries['figure']): string {
  return value === undefined || Number.isNaN(value) ? NOTHING : formatValue(value, unitOf(figure));
}

function valueText({window, figure}: ChartedSeries, {read}: ChartData): string {
  return figureText(window.means[read], figure);
}

/** "312 core-s": seconds of one core; "14.2G". */
function totalText({summary, figure}: ChartedSeries): string {
  const total = summary?.total ?? null;
  if (total === null) return NOTHING;
  return totalUnit(figure) === 'core-seconds' ? `${secondsText(total)} core-s` : formatBytes(total);
}

function secondsText(seconds: number): string {
  return seconds < 99.95 ? seconds.toFixed(1) : String(Math.round(seconds));
}

/** How much of the window is known; the part of it that is still to come is not. */
function knownText({summary}: ChartedSeries): string {
  if (summary === null) return NOTHING;
  return `${Math.round(summary.known)}s`;
}
