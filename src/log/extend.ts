import type {Desk} from './desk.js';
import {type Direction, isWaitingFor, takeMerged} from './edge.js';
import type {Tape} from './tape.js';

/** Reads on in a log, until something lies at its edge or there is nothing; what goes wrong is told of the log. */
export type FetchPage = (tape: Tape, direction: Direction, bytes: number) => Promise<void>;

/** Bytes of a page of one log. */
const LEAST_PAGE = 8_192;
const LARGEST_PAGE = 131_072;
/** Bytes of a line, about. */
const LINE = 128;

/**
 * Puts about so many rows to an end of the window, in the order of all the logs: what is nearest to it comes first, and nothing is
 * passed over, as no row is put before those of all logs are known that are nearer.
 *
 * @returns whether there is nothing more in that direction
 */
export async function extend(
  desk: Pick<Desk, 'placed' | 'put' | 'isCutOff'>,
  direction: Direction,
  {rows, fetch, signal}: {readonly rows: number; readonly fetch: FetchPage; readonly signal: AbortSignal},
): Promise<boolean> {
  const wanted = (rows * LINE * 2) / Math.max(1, desk.placed().length);
  const pages = new Map<Tape, number>();
  const underWay = new Map<Tape, Promise<void>>();
  let left = rows;
  const read = async (tape: Tape) => {
    // A page without a line is in the midst of a long one.
    const bytes = Math.min(LARGEST_PAGE, (pages.get(tape) ?? Math.max(LEAST_PAGE, wanted) / 2) * 2);
    pages.set(tape, bytes);
    await fetch(tape, direction, Math.round(bytes));
    underWay.delete(tape);
  };
  for (;;) {
    // While rows fall out there as others come at the other end, none can be put there.
    if (desk.isCutOff() && direction === 'older') return false;
    const tapes = desk.placed();
    const edges = tapes.map(tape => tape[direction]);
    const taken = takeMerged(edges, direction, left);
    desk.put(direction, taken);
    left -= taken.length;
    if (left <= 0) return false;
    const waiting = tapes.filter(tape => isWaitingFor(tape[direction]));
    if (waiting.length === 0) return true;
    for (const tape of waiting) if (!underWay.has(tape)) underWay.set(tape, read(tape));
    // Those that are quicker go on meanwhile.
    await Promise.race(underWay.values());
    if (signal.aborted) return false;
  }
}
