import type {Instant} from '../model/time.js';
import {byMachine} from '../store/machines.js';
import type {NodeRow, WatcherRow} from '../store/state.js';
import type {Tone} from '../wording/display-state.js';
import type {ReadFigure} from './figure-text.js';

/** What rows are compared by: text or numbers, the lower one first; null: not known, and it comes last. */
export type SortKey = string | readonly number[] | null;

/** Where a column is on the screen. */
interface Place {
  /** In the head of the grid, and where the footer lists what is hidden. */
  readonly title: string;
  /** What it shows, in one line. */
  readonly about: string;
  /** Whether it is shown where nobody has chosen columns. */
  readonly isUsual: boolean;
  /** Columns of the screen. */
  readonly width: number;
  /** The column with the lowest rank gives way first when the window is narrow; null: never. */
  readonly rank: number | null;
  readonly align: 'left' | 'right';
}

/** A column of nodes: all that the grid, `sort`, filters and `status` know of it. */
export interface NodeColumn extends Place {
  /** As `sort` takes it, in small letters; it takes the title, too. */
  readonly name: string;
  /** What else `sort` takes, in small letters. */
  readonly aliases: readonly string[];
  /** text: `text` is drawn · name, state, bars: the grid has its own way to draw it. */
  readonly kind: 'text' | 'name' | 'state' | 'bars';
  /** Whether it stands before the watchers' cells or behind them. */
  readonly side: 'before' | 'behind';
  /** What stands in it, without padding; null: nothing is known. */
  readonly text: (row: NodeRow, now: Instant) => string | null;
  /** The same in `status`, which is printed once and so cannot flicker. */
  readonly longText: (row: NodeRow, now: Instant) => string | null;
  /** Null: rows cannot be sorted by it. */
  readonly sortKey: ((row: NodeRow, now: Instant) => SortKey) | null;
  /** Null: it has no sum. */
  readonly sum: ((rows: readonly NodeRow[]) => string | null) | null;
  /** Null: filters cannot compare it. */
  readonly filter: FigureFilter<NodeRow> | null;
  /** Its field of `status --json`; null: none. */
  readonly json: JsonField<NodeRow> | null;
}

/** A part of a watcher's cell, behind the glyph of its state. */
export interface CellColumn extends Place {
  readonly name: string;
  /** state: the word for the watcher's state · text: `text` says what stands in it while the watcher has processes. */
  readonly kind: 'state' | 'text';
  /** What stands in it, without padding; null: nothing is known. */
  readonly text: (row: WatcherRow, now: Instant) => string | null;
  /** The same in `status`, where there is room for more digits. */
  readonly longText: (row: WatcherRow, now: Instant) => string | null;
  /**
   * What nodes are compared by when they are sorted by a watcher, the lower one first; where the cells are equal in it, by the
   * next column that has one. Null: not by this.
   */
  readonly sortKey: ((row: WatcherRow, now: Instant) => number) | null;
  /** How filters compare it, and what nodes are sorted by in it: a node by the first of its services. Null: neither. */
  readonly figure: CellFigure | null;
  /** What stands under a watcher, of its rows on all nodes that are online; null: it has no sum. */
  readonly sum: ((rows: readonly WatcherRow[], now: Instant) => readonly Count[]) | null;
  readonly json: JsonField<WatcherRow> | null;
}

/** A part of the sum of cells: "12 running". */
export interface Count {
  /** "running", "flapping", "not ready": without ages and codes. */
  readonly word: string;
  readonly tone: Tone;
  readonly count: number;
}

/** How filters such as `mem>1.5G` compare a figure of a node or a watcher. */
export interface FigureFilter<Row> {
  /** Its name in filters. */
  readonly name: string;
  /** Another one that is taken: that of its column, where filters have a shorter one. */
  readonly alias?: string;
  /** "mem>1.5G" */
  readonly example: string;
  readonly read: ReadFigure;
  /** Null: not known; that fits no comparison. */
  readonly value: (row: Row, now: Instant) => number | null;
}

export interface CellFigure extends FigureFilter<WatcherRow> {
  /** Sorting puts the highest first, unless the lowest is what one looks for. */
  readonly isLowestFirst?: true;
}

export interface JsonField<Row> {
  readonly field: string;
  readonly value: (row: Row, now: Instant) => number | string | boolean | null;
  /** Whether it comes from the statistics stream, which `status --quick` does not wait for. */
  readonly isSampled: boolean;
}

/** The parts of a column that holds a figure. */
export interface FigureOptions {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly title: string;
  readonly about: string;
  /** Absent: true. */
  readonly isUsual?: boolean;
  readonly width: number;
  readonly rank: number;
  readonly value: (row: NodeRow) => number | null;
  /** What of it is drawn, sorted by, filtered and summed up, where that is steadier; absent: the value. */
  readonly drawn?: (row: NodeRow) => number | null;
  readonly format: (value: number) => string;
  /** What a sum counts once: each node, or each machine, however many nodes are on it; null: a sum means nothing. */
  readonly sumOf: 'nodes' | 'machines' | null;
  readonly filter: Omit<FigureFilter<NodeRow>, 'value'> | null;
  readonly json: {readonly field: string; readonly digits: number; readonly isSampled: boolean} | null;
}

/** A column of figures, right-aligned before the watchers' cells; `sort` puts the highest first. */
export function figureColumn(options: FigureOptions): NodeColumn {
  const {name, aliases = [], title, about, isUsual = true, width, rank, value, format, sumOf, filter, json} = options;
  const {drawn = value} = options;
  const textOf = (figure: number | null) => (figure === null ? null : format(figure));
  return {
    name,
    aliases,
    title,
    about,
    isUsual,
    width,
    rank,
    align: 'right',
    kind: 'text',
    side: 'before',
    text: row => textOf(drawn(row)),
    longText: row => textOf(value(row)),
    sortKey: row => highestFirst(drawn(row)),
    sum:
      sumOf === null ? null : rows => textOf(sumOfKnown(sumOf === 'nodes' ? rows.map(drawn) : byMachine(rows, drawn))),
    // Before anything is drawn, as in `exec`, what was measured.
    filter: filter === null ? null : {...filter, value: row => drawn(row) ?? value(row)},
    json: json === null ? null : {...json, value: row => rounded(value(row), json.digits)},
  };
}

function highestFirst(value: number | null): SortKey {
  return value === null ? null : [-value];
}

export function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}

/** The sum of what is known; null where nothing is. */
function sumOfKnown(values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (value === null ? total : (total ?? 0) + value), null);
}
