import type {LogRow, LogState} from '../model/log-window.js';
import type {LogPlace} from './log-view.js';

/** Which lines of which rows are seen. */
export interface LogPicture {
  readonly lines: readonly Spot[];
  /** The place as it came out, from where the next key goes on: beyond the ends nobody gets. */
  readonly place: LogPlace;
  /** What has to be fetched for this picture, or is soon wanted; null: nothing. */
  readonly lacks: 'older' | 'newer' | null;
  /** The row that was gone to, by a search or a time; null: none. */
  readonly marked: number | null;
  /** Whether the last line is seen, and what comes is followed. */
  readonly isEnd: boolean;
  /** Whether there is room for what comes. */
  readonly hasRoom: boolean;
}

/** A line of a row, which is known by its number. */
interface Spot {
  readonly row: number;
  readonly line: number;
}

/** What a picture is made of. */
export interface Reading {
  readonly log: LogState;
  /** Lines that there is room for, at least one. */
  readonly height: number;
  /** Lines that a row takes, at least one. */
  readonly heightOf: (row: LogRow) => number;
}

/** Rows beyond the picture that are fetched before they are scrolled to. */
const AHEAD = 200;
const END: LogPlace = {type: 'end'};

/** What is seen from a place. Only the rows on the way are looked at. */
export function pictureOf(place: LogPlace, reading: Reading): LogPicture {
  const {log, height} = reading;
  const {top, isEnd, marked: gone} = find(place, reading);
  const lines: Spot[] = [];
  for (let spot = top; spot !== null && lines.length < height; spot = stepped(spot, 1, reading)) lines.push(spot);
  // What was gone to is so no more where it was scrolled out of sight.
  const marked = lines.some(({row}) => row === gone) ? gone : null;
  const isOpen = top === null || isAwaited(place, log);
  const settled = isOpen || place.type === 'end' ? place : isEnd ? END : {type: 'top' as const, ...top, marked};
  return {
    lines,
    place: settled,
    lacks: lackOf(lines, isEnd, reading),
    marked,
    isEnd,
    hasRoom: lines.length < height && log.isAtEnd,
  };
}

/** Whether the rows that the place is about are not here yet: it is found anew when they are. */
function isAwaited(place: LogPlace, log: LogState): boolean {
  switch (place.type) {
    case 'end':
      return false;
    case 'start':
      return !log.isAtStart;
    case 'time':
      return log === place.since || log.loading !== null;
    case 'search':
      // What was found is here before the rows above it are, and it is to come to the middle.
      return (
        log === place.since ||
        log.search?.state === 'running' ||
        (log.search?.state === 'found' && log.loading !== null)
      );
    case 'moved':
      return isAwaited(place.from, log);
    case 'top':
    case 'row':
      return false;
  }
}

interface Found {
  /** Null: there is no row. */
  readonly top: Spot | null;
  readonly isEnd: boolean;
  readonly marked: number | null;
}

function find(place: LogPlace, reading: Reading): Found {
  const {log} = reading;
  const last = lastSpot(reading);
  if (last === null) return {top: null, isEnd: place.type === 'end', marked: null};
  const lowest = by(last, 1 - reading.height, reading);
  const atEnd: Found = {top: lowest, isEnd: log.isAtEnd, marked: null};
  const from = (top: Spot, marked: number | null): Found => ({top: earlier(top, lowest), isEnd: false, marked});
  switch (place.type) {
    case 'end':
      return atEnd;
    case 'start':
      return from({row: log.first, line: 0}, null);
    case 'top': {
      const {row, line, marked} = place;
      if (row > last.row) return {...atEnd, isEnd: false};
      return from(
        row < log.first ? {row: log.first, line: 0} : {row, line: Math.min(line, heightAt(row, reading) - 1)},
        marked,
      );
    }
    case 'row':
      return place.row < log.first || place.row > last.row ? atEnd : from(around(place.row, reading), place.row);
    case 'time': {
      const row = firstAt(place.at, log);
      return row === null ? atEnd : from(around(row, reading), saysItsTime(row, log) ? row : null);
    }
    case 'search': {
      const row = log !== place.since && log.search?.state === 'found' ? log.search.row : null;
      return find(row === null ? place.from : {type: 'row', row}, reading);
    }
    case 'moved':
      return moved(find(place.from, reading), place, lowest, reading);
  }
}

function moved(
  {top, isEnd, marked}: Found,
  {lines, pages}: {readonly lines: number; readonly pages: number},
  lowest: Spot,
  reading: Reading,
): Found {
  const down = lines + Math.trunc(pages * reading.height);
  if (top === null || (isEnd && down >= 0)) return {top, isEnd, marked};
  const next = by(top, down, reading);
  if (down < 0) return {top: next, isEnd: isEnd && isSame(next, top), marked};
  const isBeyond = down > 0 && !isBefore(next, lowest);
  return isBeyond ? {top: lowest, isEnd: reading.log.isAtEnd, marked} : {top: next, isEnd: false, marked};
}

/** The first line of the picture that has the row in its middle. */
function around(row: number, reading: Reading): Spot {
  const above = Math.max(0, Math.floor((reading.height - heightAt(row, reading)) / 2));
  return by({row, line: 0}, -above, reading);
}

/** The number of the first row of that time or later; null: all are earlier. */
function firstAt(at: number, {rows, first}: LogState): number | null {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((rows.at(middle)?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low === rows.length ? null : first + low;
}

/** Of other lines it is only known about when they were written. */
function saysItsTime(row: number, {rows, first}: LogState): boolean {
  const found = rows.at(row - first);
  return found?.kind === 'line' && found.isOwnTime;
}

function lackOf(lines: readonly Spot[], isEnd: boolean, {log, height}: Reading): 'older' | 'newer' | null {
  if (log.loading !== null) return null;
  const above = (lines[0]?.row ?? log.first) - log.first;
  // Who follows the end does not look at what is older, unless there is room for it.
  const isNearStart = isEnd ? lines.length < height : above < AHEAD;
  if (!log.isAtStart && isNearStart) return 'older';
  const below = log.first + log.rows.length - 1 - (lines.at(-1)?.row ?? log.first);
  return !log.isAtEnd && below < AHEAD ? 'newer' : null;
}

/** So many lines down from there (up, where it is negative), or as many as there are. */
function by(from: Spot, lines: number, reading: Reading): Spot {
  let spot = from;
  for (let left = Math.abs(lines); left > 0; left--) {
    const beside = stepped(spot, Math.sign(lines), reading);
    if (beside === null) break;
    spot = beside;
  }
  return spot;
}

/** The next line, or the one before; null: there is none. */
function stepped({row, line}: Spot, step: number, reading: Reading): Spot | null {
  const {first, rows} = reading.log;
  if (step > 0) {
    if (line + 1 < heightAt(row, reading)) return {row, line: line + 1};
    return row + 1 < first + rows.length ? {row: row + 1, line: 0} : null;
  }
  if (line > 0) return {row, line: line - 1};
  return row > first ? {row: row - 1, line: heightAt(row - 1, reading) - 1} : null;
}

function lastSpot(reading: Reading): Spot | null {
  const {first, rows} = reading.log;
  if (rows.length === 0) return null;
  const row = first + rows.length - 1;
  return {row, line: heightAt(row, reading) - 1};
}

function heightAt(row: number, {log, heightOf}: Reading): number {
  const found = log.rows.at(row - log.first);
  return found === undefined ? 1 : heightOf(found);
}

function earlier(one: Spot, other: Spot): Spot {
  return isBefore(one, other) ? one : other;
}

function isBefore(one: Spot, other: Spot): boolean {
  return one.row < other.row || (one.row === other.row && one.line < other.line);
}

function isSame(one: Spot, other: Spot): boolean {
  return one.row === other.row && one.line === other.line;
}
