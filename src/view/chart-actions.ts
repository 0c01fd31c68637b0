import {type Figure, selectionOf} from '../model/chart.js';
import {NODE_FIGURES, WATCHER_FIGURES} from '../model/figure.js';
import {formatCount} from '../model/figures.js';
import type {Target} from '../model/job.js';
import {chartData} from './chart-data.js';
import {reasonFor} from './chart-reasons.js';
import {tableRows, tableText} from './chart-table.js';
import {type ChartView, moveCursor, moveToOldest, stepOf, stride, zoom} from './chart-view.js';
import type {ActPorts} from './key-binding.js';
import {chosenCells, markedNodes} from './screen-state.js';

/** Charts what is chosen in the grid: the marked cells, or with the cursor on a node's name the marked nodes; else what is under the cursor. */
export function openChart(on: ActPorts): void {
  const {screen, view} = on;
  const nodes = markedNodes(screen(), view());
  const isOfNodes = screen().cursor.watcher === null && nodes.length > 0;
  chartOf(isOfNodes ? nodes.map(node => ({node, watcher: null})) : chosenCells(screen(), view()), on);
}

/** Charts these cells, of nodes where no watcher is named. */
export function chartOf(targets: readonly Target[], {screen, change, say}: ActPorts): void {
  if (targets.length === 0) {
    say('there is nothing here to chart', false);
    return;
  }
  const [figure = 'cpu'] = (screen().chart.selection?.figures ?? []).filter(name => figuresFor(targets).includes(name));
  change({
    type: 'open-chart',
    request: {selection: selectionOf(targets, [figure]), seconds: null, isApart: null},
  });
}

/** Moves the cursor by so many values, or by so many of the window's sixtieths. */
export function moveInChart({values = 0, strides = 0}: {values?: number; strides?: number}, on: ActPorts): void {
  const view = on.screen().chart;
  const by = values * stepOf(view.seconds) + strides * stride(view.seconds);
  see(moveCursor(view, by, secondNow(on)), on);
}

export function goToOldest(on: ActPorts): void {
  see(moveToOldest(on.screen().chart, secondNow(on)), on);
}

export function followNow(on: ActPorts): void {
  see({held: null}, on);
}

/** More time, or less. */
export function zoomChart(by: 1 | -1, on: ActPorts): void {
  see(zoom(on.screen().chart, by, secondNow(on)), on);
}

export function toggleApart(on: ActPorts): void {
  see({isApart: !on.screen().chart.isApart}, on);
}

export function toggleBlocks(on: ActPorts): void {
  see({hasBlocks: !on.screen().chart.hasBlocks}, on);
}

/** The next figure that all targets have, in place of those that are drawn. */
export function stepFigure(by: 1 | -1, on: ActPorts): void {
  const {selection} = on.screen().chart;
  if (selection === null) return;
  const all = figuresFor(selection.targets);
  const at = all.indexOf(selection.figures[0] ?? 'cpu');
  const figure = all[(at + by + all.length) % all.length] ?? 'cpu';
  see({selection: {...selection, figures: [figure]}}, on);
}

/** Hands the table to the terminal's clipboard, and says how much it was. */
export function copyTable(on: ActPorts): void {
  const {ports, screen, say} = on;
  const state = screen().paused?.state ?? ports.state();
  const data = chartData(screen().chart, screen().paused?.at ?? ports.clock(), ports.history);
  const text = tableText(
    data,
    tableRows(data, series => reasonFor(series, state)),
  );
  const copied = ports.terminal.copy(text);
  if (typeof copied === 'string') {
    say(copied, true);
    return;
  }
  const lines = text.split('\n').length - 1;
  say(
    `copied the table: ${lines} lines, ${formatCount(copied)} bytes; terminals may refuse it, and tmux does without set-clipboard on`,
    false,
  );
}

/** What can be drawn of all of them: of a watcher less than of a node. */
function figuresFor(targets: readonly Target[]): readonly Figure[] {
  return targets.some(({watcher}) => watcher !== null) ? WATCHER_FIGURES : NODE_FIGURES;
}

/** Where time is, for what is seen. */
function secondNow({ports, screen}: ActPorts): number {
  return (screen().paused?.at ?? ports.clock()).monotonic / 1_000;
}

function see(view: Partial<ChartView>, {change}: ActPorts): void {
  change({type: 'see-chart', view});
}
