import type {CallPort, CallResult} from '../model/calls.js';
import {
  type LogHits,
  type LogPiece,
  type LogRead,
  type LogSearch,
  type LogSources,
  MOST_LOG_BYTES,
  MOST_LOG_READS,
} from '../model/log.js';
import type {NodeId} from '../model/node.js';

/** Why nothing came. */
export interface Failure {
  readonly kind: 'failed';
  /** For people. */
  readonly reason: string;
  /** The node does not answer: it is asked again. Else it said no, and would say so again. */
  readonly isAway: boolean;
}

/** Reads the logs of one node: one call of each kind is under way at a time, and reads that are asked for together go together. */
export interface NodeReader {
  readonly sources: (watchers: readonly string[]) => Promise<LogSources | Failure>;
  readonly read: (read: LogRead) => Promise<Extract<LogPiece, {kind: 'data'}> | Failure>;
  readonly find: (search: LogSearch) => Promise<LogHits | Failure>;
}

/** Milliseconds. */
const ANSWER = 5_000;

export function isFailure<Answer extends object>(answer: Answer | Failure): answer is Failure {
  return 'kind' in answer && answer.kind === 'failed';
}

interface Waiting {
  readonly read: LogRead;
  readonly settle: (piece: LogPiece | Failure) => void;
}

export function createNodeReader(options: {
  readonly call: CallPort;
  readonly node: NodeId;
  /** Milliseconds until an answer is given up. */
  readonly patience?: number;
  readonly signal: AbortSignal;
}): NodeReader {
  const {call, node, patience = ANSWER, signal} = options;
  let waiting: Waiting[] = [];
  let isReading = false;
  let lastFind: Promise<unknown> = Promise.resolve();

  async function readAll(): Promise<void> {
    if (isReading) return;
    isReading = true;
    // Those that are asked for in the same moment go together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const now = waiting.slice(0, MOST_LOG_READS);
      waiting = waiting.slice(MOST_LOG_READS);
      const reads = now.map(({read}) => read);
      const result = await call(node, 'readLogs', {reads, bytes: MOST_LOG_BYTES}, {timeout: patience, signal});
      const pieces = reply(result);
      now.forEach(({settle}, index) => {
        settle(
          isFailure(pieces)
            ? pieces
            : (pieces[index] ?? {kind: 'failed', reason: 'it answered too little', isAway: true}),
        );
      });
    }
    isReading = false;
  }

  return {
    sources: async watchers => reply(await call(node, 'logSources', {watchers}, {timeout: patience, signal})),
    read: async read => {
      const {promise, resolve} = Promise.withResolvers<LogPiece | Failure>();
      waiting.push({read, settle: resolve});
      void readAll();
      const piece = await promise;
      return piece.kind === 'failed' ? {isAway: false, ...piece} : piece;
    },
    find: search => {
      const found = lastFind.then(async () =>
        reply(await call(node, 'findInLog', search, {timeout: patience, signal})),
      );
      lastFind = found;
      return found;
    },
  };
}

function reply<Reply>(result: CallResult<Reply>): Reply | Failure {
  switch (result.kind) {
    case 'reply':
      return result.reply;
    case 'refused':
      return {kind: 'failed', reason: refusal(result.reason), isAway: false};
    case 'unsent':
    case 'lost':
      return {kind: 'failed', reason: result.reason, isAway: true};
  }
}

/** circus names the command that it does not know, and nothing else. */
function refusal(reason: string): string {
  return /unknown command/i.test(reason)
    ? 'this node has a stock circusd, or an older package, which tells of no log: run circusman-node there (circus/README.md)'
    : reason;
}
