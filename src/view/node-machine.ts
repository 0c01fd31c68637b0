import type {NodeFigure} from '../model/figure.js';
import {formatBytes} from '../model/figures.js';
import type {HistoryReader} from '../store/history.js';
import type {NodeRow} from '../store/state.js';
import {machineText} from '../wording/machine.js';
import type {LineText} from './node-line.js';
import type {Scene} from './scene.js';
import {sparkline} from './sparkline.js';
import type {Span, Theme} from './theme.js';

/** A bar stands for so many seconds, and so many make five minutes. */
const SPAN = 20;
const BARS = 15;
/** In fewer columns the bars would leave too little for the figures. */
const WITH_BARS = 72;

/** Its machine, a line each for CPU, memory, disk and network, with their last five minutes. */
export function machineLines({history, now}: Scene, row: NodeRow, width: number, theme: Theme): readonly LineText[] {
  if (row.sampled === null) return row.info === null ? [] : [line('machine', machineText(row.info, row.infoAt, now))];
  const {last, figures} = row.sampled;
  const {cores, load, memory, swap} = last.machine;
  const {cpu, read, written, busy, received, sent} = figures.machine;
  const second = Math.floor(now.monotonic / 1_000);
  const bars = (...of: readonly NodeFigure[]) => (width < WITH_BARS ? '' : barsOf(history, row, of, second, theme));
  const separator = ` ${theme.glyph('separator')} `;
  const text = (...parts: readonly (string | null)[]) => parts.filter(part => part !== null).join(separator);
  const up = `up ${formatSpan(last.uptime)}`;
  return [
    line(
      'machine',
      text(cores === 1 ? '1 core' : `${cores} cores`, `load ${load.map(each => each.toFixed(2)).join(' ')}`, up),
    ),
    line(
      'cpu',
      cpu === null
        ? 'not known yet'
        : text(
            `user ${percent(cpu.user)}`,
            `system ${percent(cpu.system)}`,
            `wait ${percent(cpu.wait)}`,
            cpu.steal === 0 ? null : `stolen ${percent(cpu.steal)}`,
          ),
      bars('busy'),
    ),
    line(
      'memory',
      text(
        `${formatBytes(memory.total - memory.available)} of ${formatBytes(memory.total)} used`,
        swap.total === 0 ? 'no swap' : `swap ${formatBytes(swap.total - swap.free)} of ${formatBytes(swap.total)} used`,
      ),
      bars('used'),
    ),
    line(
      'disk',
      text(`read ${rate(read)}`, `written ${rate(written)}`, busy === null ? null : `busy ${percent(busy)}`),
      bars('read', 'written'),
    ),
    line('network', text(`in ${rate(received)}`, `out ${rate(sent)}`), bars('received', 'sent')),
  ];

  function line(title: string, content: string, right = ''): LineText {
    const left: readonly Span[] = [{text: ` ${title.padEnd(TITLE)}`, tone: 'dim'}, {text: content}];
    return {left, right: right === '' ? [] : [{text: `  ${right} `, tone: 'dim'}]};
  }
}

/** Columns of what a line is about. */
export const TITLE = 10;

/** Figures that belong together are added up; the highest bar is the highest of the five minutes. */
function barsOf(
  history: HistoryReader,
  {spec}: NodeRow,
  figures: readonly NodeFigure[],
  second: number,
  theme: Theme,
): string {
  const range = {from: second - BARS * SPAN + SPAN, to: second + SPAN, step: SPAN};
  const sums = new Float64Array(BARS).fill(Number.NaN);
  for (const figure of figures) {
    const {means} = history.window({node: spec.id, watcher: null}, figure, range);
    for (const [index, mean] of means.entries()) {
      const sum = sums[index] ?? Number.NaN;
      if (!Number.isNaN(mean)) sums[index] = Number.isNaN(sum) ? mean : sum + mean;
    }
  }
  const highest = sums.reduce((most, value) => (value > most ? value : most), 0);
  return sparkline(sums, highest === 0 ? 1 : highest, theme);
}

function percent(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)}%`;
}

function rate(value: number | null): string {
  return value === null ? 'not known' : `${formatBytes(value)}/s`;
}

/** "3d 4h", "2h 10min", "5min". */
function formatSpan(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days}d ${hours}h`;
  return hours > 0 ? `${hours}h ${minutes % 60}min` : `${minutes}min`;
}
