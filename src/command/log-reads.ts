import type {CallPort, CallResult} from '../model/calls.js';
import {type LogPiece, type LogRead, MOST_LOG_BYTES, MOST_LOG_READS} from '../model/log.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';

/** Reads logs of one node: one call at a time, which serves all that wait for it, and at most so many bytes a second. */
export interface LogReads {
  /** Never rejects. */
  readonly read: (read: LogRead) => Promise<LogPiece | Exclude<CallResult<never>, {kind: 'reply'}>>;
  /** Resolves when logs that have been read to their end may have more: for all of the node at the same moment. */
  readonly nextLook: () => Promise<void>;
}

interface LogReadsOptions {
  readonly call: CallPort;
  readonly clock: Clock;
  /** Bytes a second; null: as fast as it goes. */
  readonly rate: number | null;
  /** So many calls may be under way on all nodes together. */
  readonly turns: Turns;
  /** From 0 to 1: where in a second this node is looked at. */
  readonly phase: number;
  readonly signal: AbortSignal;
}

/** Milliseconds. */
const PATIENCE = 10_000;
const LOOK = 1_000;
/** A slow rate is kept by small reads, none smaller than this (bytes). */
const LEAST = 4_096;
/** Milliseconds that a read may come before its time: timers are not exact, and what comes late must not slow it down for good. */
const SLACK = 50;

export function createLogReads(node: NodeId, options: LogReadsOptions): LogReads {
  const {call, clock, rate, turns, phase, signal} = options;
  const waiting: {readonly read: LogRead; readonly done: (piece: Awaited<ReturnType<LogReads['read']>>) => void}[] = [];
  const bytes = rate === null ? MOST_LOG_BYTES : Math.min(MOST_LOG_BYTES, Math.max(LEAST, Math.floor(rate / 10)));
  let isWorking = false;
  /** When the next call may be sent, on the clock's monotonic ms. */
  let dueAt = 0;

  async function work(): Promise<void> {
    isWorking = true;
    // What is asked for at the same moment goes into one call.
    await Promise.resolve();
    while (waiting.length > 0) {
      const early = dueAt - clock().monotonic;
      if (early > 0) await pause(early, signal);
      await turns.take();
      const batch = waiting.splice(0, MOST_LOG_READS);
      const asked = {reads: batch.map(({read}) => read), bytes};
      const result = await call(node, 'readLogs', asked, {timeout: PATIENCE, signal});
      turns.give();
      if (result.kind === 'reply') charge(result.reply);
      batch.forEach(({done}, index) => {
        done(result.kind === 'reply' ? (result.reply[index] ?? TOO_FEW) : result);
      });
      // Whoever goes on at once is in the next call.
      await Promise.resolve();
    }
    isWorking = false;
  }

  function charge(pieces: readonly LogPiece[]): void {
    if (rate === null) return;
    const came = pieces.reduce((sum, piece) => sum + (piece.kind === 'data' ? piece.data.length : 0), 0);
    dueAt = Math.max(dueAt, clock().monotonic - SLACK) + (came / rate) * 1_000;
  }

  return {
    read: read =>
      new Promise(done => {
        waiting.push({read, done});
        if (!isWorking) void work();
      }),
    nextLook: () => {
      const offset = phase * LOOK;
      const now = clock().monotonic - offset;
      return pause((Math.floor(now / LOOK) + 1) * LOOK - now, signal);
    },
  };
}

const TOO_FEW: LogPiece = {kind: 'failed', reason: 'the node has answered for fewer logs than it was asked for'};

/** So many may do something at a time; first come, first served. */
export interface Turns {
  readonly take: () => Promise<void>;
  readonly give: () => void;
}

export function createTurns(count: number): Turns {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (free > 0) free--;
      else await new Promise<void>(resolve => waiting.push(resolve));
    },
    give: () => {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}
