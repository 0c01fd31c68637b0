import type {LogFilter} from '../model/log.js';
import type {Direction} from './edge.js';
import {extend, type FetchPage} from './extend.js';
import {createFetchHits} from './fetch-hits.js';
import {createFetchPage, fetchFirst} from './fetch-page.js';
import {goBeside, goToTime, noTimes} from './go-to-time.js';
import {mostOf} from './most-of.js';
import type {Pages} from './pages.js';
import {findBeyond, findInWindow} from './search.js';
import {forgetPlace, placeAt, placeOlderAt, type Tape} from './tape.js';

/** How the window is moved. Each resolves when it is where it is to be, or when the signal was aborted, and never rejects. */
export interface Moves {
  readonly toEnd: (signal: AbortSignal) => Promise<void>;
  readonly toStart: (signal: AbortSignal) => Promise<void>;
  /** Ms since 1970 by our clock. */
  readonly toTime: (at: number, signal: AbortSignal) => Promise<void>;
  readonly older: (signal: AbortSignal) => Promise<void>;
  readonly newer: (signal: AbortSignal) => Promise<void>;
  /** Shows what the filter of the desk lets through, where the window is; null: all. */
  readonly filter: (signal: AbortSignal) => Promise<void>;
  readonly search: (filter: LogFilter, direction: Direction, signal: AbortSignal) => Promise<void>;
  /** A log that was found while the window is at the end: its rows come to their places there. */
  readonly join: (tape: Tape) => Promise<void>;
}

/** Of a log that was not there when the window was moved to where it is. */
export const CAME_LATER = 'it answered later than the others: go to the end or to a time to see it';

/** Rows of a page: some screens. */
const PAGE = 1_000;
/** Milliseconds that a picture waits for a log that does not come. */
const FIRST = 1_000;
const SEEK = 5_000;
/** Bytes of the first page of all logs together, and of one at least. */
const FIRST_BYTES = 131_072;
const LEAST_FIRST = 4_096;
const MOST_HITS = 1_000;

export function createMoves(
  pages: Pages,
  {lines, look}: {readonly lines: number; readonly look: () => readonly Promise<unknown>[]},
): Moves {
  const {desk, now} = pages;
  let through = {filter: desk.shown.filter, fetch: fetchThrough(desk.shown.filter)};

  /** Reads what the filter lets through that there is now. */
  const fetch: FetchPage = (...page) => {
    const {filter} = desk.shown;
    if (filter !== through.filter) through = {filter, fetch: fetchThrough(filter)};
    return through.fetch(...page);
  };

  function fetchThrough(filter: LogFilter | null): FetchPage {
    if (filter === null) return createFetchPage(pages);
    return createFetchHits(pages, {filter, most: MOST_HITS, onStep: countSteps()});
  }

  /** Puts rows to both ends of an empty window. */
  async function fill(signal: AbortSignal): Promise<void> {
    await newer(signal);
    if (!signal.aborted) await older(signal);
  }

  async function newer(signal: AbortSignal): Promise<void> {
    // What was at its end may have gone on.
    for (const {newer} of desk.placed()) newer.isOver = false;
    const isAtEnd = await extend(desk, 'newer', {rows: PAGE, fetch, signal});
    if (isAtEnd && !signal.aborted) desk.show({isAtEnd});
  }

  async function older(signal: AbortSignal): Promise<void> {
    desk.findOlderPlaces();
    // What a filter finds is shown as it is found, until the window is full.
    const room = Math.max(PAGE, lines - desk.window.rows.length);
    await extend(desk, 'older', {rows: desk.shown.filter === null ? PAGE : room, fetch, signal});
  }

  /** Empties the window, and places it in each log. */
  async function jump(place: (tape: Tape) => Promise<void>, patience: number, signal: AbortSignal): Promise<void> {
    desk.show({problem: null});
    for (const tape of desk.tapes) forgetPlace(tape);
    for (const [index, {problem}] of desk.logs.entries()) {
      if (problem === CAME_LATER) desk.setLog(index, {problem: null});
    }
    desk.empty();
    await mostOf(desk.readable().map(place), {patience, now, signal});
  }

  async function placeAtEnd(tape: Tape, bytes: number): Promise<void> {
    await fetchFirst(pages, tape, bytes);
    if (desk.shown.filter === null || !tape.isPlaced) return;
    // What was read is looked through by the node, too: only where the last line begins was to be known.
    placeOlderAt(tape, tape.forward.unfinished()?.position ?? tape.newer.place, Number.POSITIVE_INFINITY);
    tape.older.isOver = tape.older.place === null;
    tape.growing = null;
  }

  async function toEnd(signal: AbortSignal): Promise<void> {
    const bytes = Math.max(LEAST_FIRST, Math.round(FIRST_BYTES / Math.max(1, desk.readable().length)));
    await jump(tape => placeAtEnd(tape, bytes), FIRST, signal);
    if (signal.aborted) return;
    desk.show({isAtEnd: true});
    await older(signal);
  }

  async function toTime(at: number, signal: AbortSignal): Promise<void> {
    await mostOf(look(), {patience: FIRST, now, signal});
    if (signal.aborted) return;
    const tapes = desk.readable();
    const isKnown = tapes.length === 0 || tapes.some(({dating}) => dating.pattern !== null);
    desk.show({isAtEnd: false});
    await jump(tape => goToTime(pages, tape, at), SEEK, signal);
    if (signal.aborted) return;
    if (!isKnown) desk.show({problem: noTimes(desk)});
    await fill(signal);
  }

  async function toStart(signal: AbortSignal): Promise<void> {
    desk.show({isAtEnd: false});
    await jump(async tape => placeAt(tape, null), FIRST, signal);
    if (!signal.aborted) await newer(signal);
  }

  async function filter(signal: AbortSignal): Promise<void> {
    if (desk.shown.isAtEnd || desk.placed().length === 0) {
      await toEnd(signal);
      return;
    }
    const places = desk.newerPlaces();
    const place = async (tape: Tape) => {
      if (places.has(tape)) placeAt(tape, places.get(tape) ?? null);
    };
    await jump(place, FIRST, signal);
    if (!signal.aborted) await fill(signal);
  }

  /** Shows how much of the logs was looked through. */
  function countSteps(): (tape: Tape, left: number) => void {
    const left = new Map<Tape, number>();
    const sizeOf = (tape: Tape) => tape.files.reduce((sum, {size}) => sum + size, 0);
    const show = () => {
      let of = 0;
      let bytes = 0;
      for (const tape of desk.readable()) {
        const size = sizeOf(tape);
        of += size;
        bytes += Math.max(0, size - (left.get(tape) ?? size));
      }
      desk.show({scanned: {bytes, of}});
    };
    return (tape, bytes) => {
      left.set(tape, bytes);
      show();
    };
  }

  async function search(wanted: LogFilter, direction: Direction, signal: AbortSignal): Promise<void> {
    const show = (state: 'running' | 'found' | 'none', row: number | null) =>
      desk.show({search: {filter: wanted, state, row}});
    show('running', null);
    // Through a filter only what it lets through is searched, page by page.
    while (desk.shown.filter !== null) {
      const {isAtStart, isAtEnd, rows, first} = desk.state();
      if (direction === 'older' ? isAtStart : isAtEnd) {
        show('none', null);
        return;
      }
      const edge = direction === 'older' ? first : first + rows.length - 1;
      await (direction === 'older' ? older(signal) : newer(signal));
      if (signal.aborted) return;
      const row = findInWindow(desk, wanted, direction, edge);
      if (row === null) continue;
      show('found', row);
      return;
    }
    const hit = await findBeyond(pages, {filter: wanted, direction, signal});
    if (signal.aborted) return;
    if (hit === null) {
      show('none', null);
      return;
    }
    await mostOf(look(), {patience: FIRST, now, signal});
    if (signal.aborted) return;
    desk.show({isAtEnd: false});
    await jump(
      async tape => {
        if (tape.dating.log === hit.log) placeAt(tape, hit.position);
        else await goBeside(pages, tape, hit.at);
      },
      SEEK,
      signal,
    );
    if (signal.aborted) return;
    await newer(signal);
    if (signal.aborted) return;
    const {rows, first} = desk.window;
    const index = [...rows].findIndex(row => row.kind === 'line' && row.log === hit.log);
    show(index === -1 ? 'none' : 'found', index === -1 ? null : first + index);
    await older(signal);
  }

  async function join(tape: Tape): Promise<void> {
    await placeAtEnd(tape, LEAST_FIRST * 4);
    const from = desk.window.rows.at(0)?.at ?? Number.NEGATIVE_INFINITY;
    const {queue} = tape.older;
    desk.arrive(queue.splice(queue.findLastIndex(row => row.at < from) + 1));
  }

  return {toEnd, toStart, toTime, older, newer, filter, search, join};
}
