import type {LogFilter} from '../model/log.js';
import type {LogLine} from '../model/log-window.js';
import type {Desk} from './desk.js';
import type {Direction} from './edge.js';
import {extend} from './extend.js';
import {createFetchHits} from './fetch-hits.js';
import {matcher} from './matches.js';
import type {Pages} from './pages.js';
import {newTape, type Tape} from './tape.js';

/** The number of the next row in the window that has the text, beyond the row of that number; null: none has. */
export function findInWindow(desk: Desk, filter: LogFilter, direction: Direction, from: number): number | null {
  const {rows, first} = desk.window;
  const matches = matcher(filter);
  const step = direction === 'older' ? -1 : 1;
  const start = direction === 'older' ? Math.min(from - first, rows.length) : Math.max(from - first, -1);
  for (let index = start + step; index >= 0 && index < rows.length; index += step) {
    const row = rows.at(index);
    if (row?.kind === 'line' && matches(row.raw)) return first + index;
  }
  return null;
}

/** Has the nodes look for the next line beyond the window; null: there is none, or it was broken off. */
export async function findBeyond(
  pages: Pages,
  {
    filter,
    direction,
    signal,
  }: {readonly filter: LogFilter; readonly direction: Direction; readonly signal: AbortSignal},
): Promise<LogLine | null> {
  const {desk} = pages;
  desk.findEdges(direction);
  // What is found lies at the edges of these, and the window's own stay as they are.
  const scratch: readonly Tape[] = desk.placed().map(tape => {
    const {queue: _, ...edge} = tape[direction];
    return {...newTape(tape), isPlaced: true, [direction]: {...edge, queue: []}};
  });
  const isReadable = (tape: Tape) => desk.logs[tape.dating.log]?.problem === null;
  let found: LogLine | null = null;
  const searched = {
    isCutOff: () => false,
    placed: () => scratch.filter(isReadable),
    put: (_direction: Direction, [row]: Parameters<Desk['put']>[1]) => {
      if (row?.kind === 'line') found = row;
    },
  };
  const fetch = createFetchHits(pages, {filter, most: 1});
  while (found === null) {
    const isOver = await extend(searched, direction, {rows: 1, fetch, signal});
    if (isOver || signal.aborted) break;
  }
  return signal.aborted ? null : found;
}
