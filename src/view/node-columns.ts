import {formatBytes, formatCpu} from '../model/figures.js';
import {formatAge} from '../wording/display-state.js';
import type {Theme} from './theme.js';

/** What is known of a watcher or of one of its processes. */
export interface Used {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly threads: number | null;
  readonly read: number | null;
  readonly written: number | null;
  /** Seconds. */
  readonly age: number | null;
}

export const NOTHING_KNOWN: Used = {cpu: null, memory: null, threads: null, read: null, written: null, age: null};

interface UsedColumn {
  readonly title: string;
  readonly width: number;
  readonly text: (used: Used) => string | null;
}

const bytes = (value: number | null) => (value === null ? null : formatBytes(value));

/** The figures of watchers and processes, the one that gives way last first. */
const BY_WEIGHT: readonly UsedColumn[] = [
  {title: 'CPU%', width: 5, text: ({cpu}) => (cpu === null ? null : formatCpu(cpu))},
  {title: 'MEM', width: 5, text: ({memory}) => bytes(memory)},
  {title: 'WRITE/s', width: 7, text: ({written}) => bytes(written)},
  {title: 'READ/s', width: 6, text: ({read}) => bytes(read)},
  {title: 'AGE', width: 5, text: ({age}) => (age === null ? null : formatAge(age * 1_000))},
  {title: 'THREADS', width: 7, text: ({threads}) => (threads === null ? null : String(threads))},
];

/** In their order on the screen. */
const IN_ORDER = ['CPU%', 'MEM', 'THREADS', 'READ/s', 'WRITE/s', 'AGE'];

const GAP = 2;
/** So many columns of the window are kept for what stands before them. */
const NAMES = 30;

/** The figures that there is room for. */
export interface UsedLayout {
  readonly columns: readonly UsedColumn[];
  /** Columns of the window before them. */
  readonly names: number;
}

export function layoutUsed(width: number): UsedLayout {
  let room = width - NAMES;
  const kept: UsedColumn[] = [];
  for (const column of BY_WEIGHT) {
    if (column.width + GAP > room) break;
    room -= column.width + GAP;
    kept.push(column);
  }
  const columns = IN_ORDER.flatMap(title => kept.filter(column => column.title === title));
  return {columns, names: Math.max(0, width - columns.reduce((sum, column) => sum + GAP + column.width, 0))};
}

export function usedTitles({columns}: UsedLayout, theme: Theme): string {
  return columns.map(({title, width}) => ' '.repeat(GAP) + theme.fit(title, width, {align: 'right'})).join('');
}

/** Where nothing is known a dash, as 0 is a figure, too. */
export function usedText(used: Used, {columns}: UsedLayout, theme: Theme): string {
  const none = theme.glyph('none');
  return columns
    .map(({width, text}) => ' '.repeat(GAP) + theme.fit(text(used) ?? none, width, {align: 'right'}))
    .join('');
}
