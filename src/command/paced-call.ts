import type {CallPort} from '../model/calls.js';
import type {LogPiece} from '../model/log.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';
import type {Turns} from './turns.js';

interface Pace {
  readonly clock: Clock;
  /** Bytes a second; null: as fast as it goes. */
  readonly rate: number | null;
  /** So many calls may be under way on all nodes together. */
  readonly turns: Turns;
}

/** A slow rate is kept by small reads: so many a second, but none smaller than so many bytes. */
const READS_A_SECOND = 10;
const LEAST = 4_096;
/** Milliseconds that a read may make up for: timers are not exact, and one that came late must not slow it down for good. */
const SLACK = 50;

/** The calls to one node, of which those that read logs bring at most so many bytes a second. */
export function pacedCall(call: CallPort, {clock, rate, turns}: Pace): CallPort {
  /** When the next read may be sent, on the clock's monotonic ms. */
  let dueAt = 0;
  const readLogs = async (...[node, name, args, options]: Parameters<typeof call<'readLogs'>>) => {
    const early = dueAt - clock().monotonic;
    if (early > 0) await pause(early, options.signal);
    await turns.take();
    const most = rate === null ? args.bytes : Math.max(LEAST, Math.floor(rate / READS_A_SECOND));
    const result = await call(node, name, {...args, bytes: Math.min(args.bytes, most)}, options);
    turns.give();
    if (rate !== null && result.kind === 'reply') {
      dueAt = Math.max(dueAt, clock().monotonic - SLACK) + (bytesIn(result.reply) / rate) * 1_000;
    }
    return result;
  };
  // The type of a call is given up here, where one of them has a way of its own.
  return ((node: never, name: string, args: never, options: never) =>
    name === 'readLogs' ? readLogs(node, name, args, options) : call(node, name as never, args, options)) as CallPort;
}

function bytesIn(pieces: readonly LogPiece[]): number {
  return pieces.reduce((sum, piece) => sum + (piece.kind === 'data' ? piece.data.length : 0), 0);
}
