import {Chunks} from '../model/chunks.js';
import type {LogRow} from '../model/log-window.js';

/** The rows that are here, in order; each change makes a new list. */
export interface LogRows {
  readonly rows: Chunks<LogRow>;
  /** The number of the first one. */
  readonly first: number;
}

export const NO_ROWS: LogRows = {rows: Chunks.of([]), first: 0};

/** @param older oldest first */
export function putOlder({rows, first}: LogRows, older: readonly LogRow[]): LogRows {
  return {rows: rows.withFirst(older), first: first - older.length};
}

/** @param newer oldest first */
export function putNewer({rows, first}: LogRows, newer: readonly LogRow[]): LogRows {
  return {rows: rows.withLast(newer), first};
}

/**
 * Puts rows to their places by time, behind those of the same moment. Only what is after them is moved.
 *
 * @param arrived oldest first
 */
export function putInPlace(window: LogRows, arrived: readonly LogRow[]): LogRows {
  const [oldest] = arrived;
  if (oldest === undefined) return window;
  const {rows, first} = window;
  const from = placeOf(rows, oldest.at);
  if (from === rows.length) return putNewer(window, arrived);
  return {rows: rows.dropLast(rows.length - from).withLast(merged(rows.slice(from), arrived)), first};
}

/** The index behind the last row of that time or before. */
export function placeOf(rows: Chunks<LogRow>, at: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows.at(middle)?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both oldest first; of the same moment, those of `before` first. */
function merged(before: readonly LogRow[], after: readonly LogRow[]): readonly LogRow[] {
  const rows: LogRow[] = [];
  let next = 0;
  for (const row of before) {
    for (let other = after[next]; other !== undefined && other.at < row.at; other = after[++next]) rows.push(other);
    rows.push(row);
  }
  return [...rows, ...after.slice(next)];
}

/** Puts a row in the place of another one, which must be of the same time; null: that is not here any more. */
export function replaceRow({rows, first}: LogRows, row: LogRow, by: LogRow): LogRows | null {
  for (let index = placeOf(rows, row.at) - 1; index >= 0; index--) {
    const here = rows.at(index);
    if (here === row) return {rows: rows.with(index, by), first};
    if (here === undefined || here.at < row.at) break;
  }
  return null;
}

export function dropOlder({rows, first}: LogRows, count: number): LogRows {
  return {rows: rows.dropFirst(count), first: first + Math.min(count, rows.length)};
}

export function dropNewer({rows, first}: LogRows, count: number): LogRows {
  return {rows: rows.dropLast(count), first};
}
