import type {CallPort, CallResult} from '../model/calls.js';
import {type LogPiece, MOST_DEFLATED_BYTES, MOST_LOG_BYTES} from '../model/log.js';
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
  /** Whether the node can deflate, and what is read becomes smaller then: where that was not so once, it is not asked for again. */
  let isDeflating = true;
  const readLogs = async (
    ...[node, name, args, options]: Parameters<typeof call<'readLogs'>>
  ): Promise<CallResult<readonly LogPiece[]>> => {
    const early = dueAt - clock().monotonic;
    if (early > 0) await pause(early, options.signal);
    await turns.take();
    const room = isDeflating ? MOST_DEFLATED_BYTES : MOST_LOG_BYTES;
    const bytes = rate === null ? room : Math.min(room, Math.max(LEAST, Math.floor(rate / READS_A_SECOND)));
    const result = await call(node, name, {...args, bytes, ...(isDeflating ? {deflate: true} : {})}, options);
    turns.give();
    if (isDeflating && result.kind === 'refused' && isUnknownProperty(result.reason)) {
      isDeflating = false;
      return readLogs(node, name, args, options);
    }
    if (bytes > MOST_LOG_BYTES && result.kind === 'reply' && isCutShort(result.reply)) isDeflating = false;
    if (rate !== null && result.kind === 'reply') {
      dueAt = Math.max(dueAt, clock().monotonic - SLACK) + (bytesIn(result.reply) / rate) * 1_000;
    }
    return result;
  };
  // The type of a call is given up here, where one of them has a way of its own.
  return ((node: never, name: string, args: never, options: never) =>
    name === 'readLogs' ? readLogs(node, name, args, options) : call(node, name as never, args, options)) as CallPort;
}

/** Whether the node's package is older than what is deflated: it names the property that it does not have. */
function isUnknownProperty(reason: string): boolean {
  return /\bno property 'deflate'/.test(reason);
}

/** Whether there was more to have, and no more came than an answer has that is not deflated. */
function isCutShort(pieces: readonly LogPiece[]): boolean {
  return (
    bytesIn(pieces) <= MOST_LOG_BYTES &&
    pieces.some(each => each.kind === 'data' && each.left > MOST_LOG_BYTES && each.start?.file === each.end?.file)
  );
}

function bytesIn(pieces: readonly LogPiece[]): number {
  return pieces.reduce((sum, piece) => sum + (piece.kind === 'data' ? piece.data.length : 0), 0);
}
