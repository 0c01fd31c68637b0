import type {NodeFigure} from '../model/figure.js';
import {formatBytes, formatCpu} from '../model/figures.js';

/** What a figure is measured in. Percent: of one core, or of all cores' time, as the figure has it. */
export type Unit = 'percent' | 'bytes' | 'bytes/s' | 'number';

const UNITS: Readonly<Record<NodeFigure, Unit>> = {
  cpu: 'percent',
  memory: 'bytes',
  busy: 'percent',
  wait: 'percent',
  load: 'number',
  used: 'bytes',
  read: 'bytes/s',
  written: 'bytes/s',
  received: 'bytes/s',
  sent: 'bytes/s',
};

export function unitOf(figure: NodeFigure): Unit {
  return UNITS[figure];
}

/** A figure's name, with what its percent are of: "cpu (% of one core)". */
export function figureTitle(figure: NodeFigure): string {
  switch (figure) {
    case 'cpu':
      return 'cpu (% of one core)';
    case 'busy':
    case 'wait':
      return `${figure} (% of all cores)`;
    default:
      return figure;
  }
}

/** A value with its unit, as precise as it is worth: "34.2%", "14.2G", "4.1M/s", "1.52". */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'percent':
      return `${formatCpu(value)}%`;
    case 'bytes':
      return formatBytes(value);
    case 'bytes/s':
      return `${formatBytes(value)}/s`;
    case 'number':
      return value.toFixed(2);
  }
}

/** A round value of an axis, with no more digits than it has: "0", "2.5%", "512M", "1G/s". */
export function formatRound(value: number, unit: Unit): string {
  if (value === 0) return '0';
  switch (unit) {
    case 'percent':
      return `${roundText(value)}%`;
    case 'bytes':
      return withoutZero(formatBytes(value));
    case 'bytes/s':
      return `${withoutZero(formatBytes(value))}/s`;
    case 'number':
      return roundText(value);
  }
}

function roundText(value: number): string {
  return String(Number(value.toFixed(4)));
}

function withoutZero(text: string): string {
  return text.replace('.0', '');
}
