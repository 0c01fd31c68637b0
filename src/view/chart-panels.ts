import type {Style} from '../chart/canvas.js';
import {type Moment, momentRow} from '../chart/moments.js';
import {markOf, type Row} from '../chart/piece.js';
import {axisWidth, columnOfValue, drawPlot} from '../chart/plot.js';
import {highestOf, type Scale, scaleOf} from '../chart/scale.js';
import {timeAxis} from '../chart/time-axis.js';
import {figureTitle, formatValue, unitOf} from '../chart/unit.js';
import type {ChartData, ChartedSeries} from './chart-data.js';
import {seriesName} from './chart-table.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** Series over one scale, in a place of their own. */
interface Panel {
  readonly series: readonly ChartedSeries[];
  /** Null: what is above it says it already. */
  readonly title: readonly Span[] | null;
}

interface PanelOptions {
  readonly isApart: boolean;
  readonly hasBlocks: boolean;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly moments: readonly Moment[];
}

/** Lines and columns that a plot of its own should have, and cells between two beside each other. */
const LOWEST = 5;
const NARROWEST = 34;
const BETWEEN = 2;
/** Lines of all plots with the axis, and of one with its title, that are not given up for the table. */
const FEWEST = 8;
const LOWEST_APART = 4;
/** Lines of a plot for each value of its scale. */
const LINES_A_STEP = 3;

/** Lines that the plots should have at least, whatever else there is. */
export function linesWanted(data: ChartData, isApart: boolean, width: number): number {
  const panels = isApart ? data.series.length : new Set(data.series.map(({figure}) => figure)).size;
  const columns = columnsFor(panels, width, 0);
  return Math.max(FEWEST, Math.ceil(panels / columns) * LOWEST_APART + 2);
}

/** The plots with their axes, in exactly so many lines: one above the other, or beside each other where they would be too low. */
export function panelLines(data: ChartData, options: PanelOptions): readonly string[] {
  const {width, height, theme} = options;
  const panels = panelsOf(data, options.isApart, theme);
  const columns = columnsFor(panels.length, width, height);
  const lanes = Array.from({length: columns}, (_, lane) => panels.filter((__, index) => index % columns === lane));
  const laneWidth = Math.floor((width - (columns - 1) * BETWEEN) / columns);
  const perLane = Math.ceil(panels.length / columns);
  const all = lanes.map(lane => laneLines(lane, perLane, data, {...options, width: laneWidth}));
  const rest = ' '.repeat(Math.max(0, width - columns * laneWidth - (columns - 1) * BETWEEN));
  return Array.from(
    {length: height},
    (_, row) => all.map(lines => lines[row] ?? ' '.repeat(laneWidth)).join(' '.repeat(BETWEEN)) + rest,
  );
}

/** Together: a plot for each figure; apart: one for each series. */
function panelsOf(data: ChartData, isApart: boolean, theme: Theme): readonly Panel[] {
  if (isApart) return data.series.map(series => ({series: [series], title: seriesTitle(series, data, theme)}));
  const figures = Map.groupBy(data.series, ({figure}) => figure);
  return [...figures].map(([figure, series]) => ({
    series,
    title: figures.size === 1 ? null : [{text: figureTitle(figure)}],
  }));
}

function seriesTitle(series: ChartedSeries, data: ChartData, {isAscii}: Theme): readonly Span[] {
  const value = series.window.means[data.read] ?? Number.NaN;
  return [
    {text: `${markOf(series.number, isAscii)} ${seriesName(series, data)}`, hue: series.number},
    {text: Number.isNaN(value) ? '' : `  ${formatValue(value, unitOf(series.figure))}`},
  ];
}

function columnsFor(panels: number, width: number, height: number): number {
  const most = Math.max(1, Math.min(panels, Math.floor((width + BETWEEN) / (NARROWEST + BETWEEN))));
  for (let columns = 1; columns < most; columns++) {
    if (Math.floor(height / Math.ceil(panels / columns)) >= LOWEST) return columns;
  }
  return most;
}

/** Plots below each other, over one axis of time. */
function laneLines(lane: readonly Panel[], places: number, data: ChartData, options: PanelOptions): readonly string[] {
  const {width, height, theme, hasBlocks, moments} = options;
  const hasMoments = moments.some(({at}) => at >= data.from && at <= data.to);
  const hasAxis = height >= LOWEST + 1;
  const below = hasAxis ? 2 : 0;
  const style: Style = theme.isAscii ? 'ascii' : hasBlocks ? 'blocks' : 'braille';
  const room = height - below - (hasMoments && hasAxis ? 1 : 0);
  const each = Math.floor(room / Math.max(1, places));
  // What does not divide goes to the first ones, so that the axis is at the bottom.
  const heights = lane.map((_, index) => each + (index < room - each * places ? 1 : 0));
  const scales = lane.map(({series}) => scaleFor(series[0], data, each));
  const axis = Math.min(Math.max(0, ...scales.map(axisWidth)), Math.max(1, Math.floor(width / 2)));
  const span = {from: data.from, to: data.to, width: Math.max(0, width - axis)};
  const plots = lane.flatMap(({series, title}, index) => {
    const titleLines =
      title === null || each < 2 ? [] : [spread([{text: ' '.repeat(axis)}, ...title], [], width, theme)];
    const rows = drawPlot(
      series.map(one => ({series: one.number, values: one.window.means})),
      {
        ...span,
        height: (heights[index] ?? each) - titleLines.length,
        axis,
        scale: scales[index] ?? scaleOf(0, 'number', 1),
        style,
        cursor: data.cursor,
      },
    );
    return [...titleLines, ...rows.map(row => painted(row, theme))];
  });
  const ticks = hasAxis && hasMoments ? momentRow(moments, span, axis, theme.isAscii, theme.fit) : null;
  const count = data.series[0]?.window.means.length ?? 0;
  const cursor = data.cursor === null || span.width === 0 ? null : columnOfValue(data.cursor, count, span.width);
  const axes = hasAxis ? timeAxis(span, axis, cursor) : [];
  return [...plots, ...[...axes, ...(ticks === null ? [] : [ticks])].map(row => painted(row, theme))];
}

/** One scale for all plots of a figure, so that they can be compared. */
function scaleFor(one: ChartedSeries | undefined, data: ChartData, height: number): Scale {
  if (one === undefined) return scaleOf(0, 'number', 1);
  const same = data.series.filter(({figure}) => figure === one.figure).map(({window}) => window.means);
  return scaleOf(highestOf(same), unitOf(one.figure), Math.max(1, Math.floor(height / LINES_A_STEP)));
}

/** A row has exactly its width already. */
function painted(row: Row, theme: Theme): string {
  const spans = row.map(({text, ink, isReversed}): Span => {
    const look = typeof ink === 'number' ? {hue: ink} : ink === 'line' ? ({tone: 'dim'} as const) : {};
    return {text: theme.printable(text), ...look, ...(isReversed === true ? {isReversed} : {})};
  });
  return theme.paint(spans);
}
