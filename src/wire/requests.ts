import {formatDuration} from '../model/duration.js';
import {waitFor} from '../model/wait-for.js';
import {type Answer, decodeAnswer, encodeRequest} from './envelope.js';
import type {JsonObject} from './json.js';
import {onlyReads} from './reading-messages.js';

/** What came of one message to circusd. */
export type Response =
  | Exclude<Answer, {kind: 'garbled'}>
  | {readonly kind: 'unsent'; readonly reason: string}
  | {readonly kind: 'lost'; readonly reason: string};

/** Messages under way on one node's connection, each with its answer: circusd's answers come in any order. */
export interface Requests {
  /** Sends at once; `timeout` null: it waits until `drop`. Never rejects. */
  readonly send: (
    command: string,
    properties: JsonObject,
    options: {
      readonly timeout: number | null;
      readonly signal?: AbortSignal | undefined;
      /** Just before it is sent. */
      readonly beforeSend?: () => void;
    },
  ) => Promise<Response>;
  readonly receive: (frames: readonly Buffer[]) => void;
  /** The connection is gone: whatever is under way is lost. */
  readonly drop: (reason: string) => void;
}

interface RequestsOptions {
  /** Whether only messages that change nothing are sent, now. */
  readonly isReadOnly: () => boolean;
  /** Resolves to false when it cannot have been sent. */
  readonly write: (message: string) => Promise<boolean>;
  /** An answer that belongs to nobody. */
  readonly onGarbage: (reason: string) => void;
  /** It sends answers that nobody asked for, and does not cease. */
  readonly onFlood: () => void;
}

let lastId = 0;

/** Of a node that was held up, many answers may come late. */
const MOST_STRAYS = 10_000;

function lost(reason: string): Response {
  return {kind: 'lost', reason};
}

export function createRequests({isReadOnly, write, onGarbage, onFlood}: RequestsOptions): Requests {
  const pending = new Map<string, (response: Response) => void>();
  /** Messages since the last one that somebody waited for. */
  let strays = 0;

  return {
    send: async (command, properties, {timeout, signal, beforeSend}) => {
      // The second gate: whatever a command's own check let through ends here.
      if (isReadOnly() && !onlyReads(command, properties)) return {kind: 'unsent', reason: 'read-only'};
      if (signal?.aborted === true) return {kind: 'unsent', reason: 'broken off before it was sent'};
      const id = (++lastId).toString(36);
      const patience = {
        timeout,
        signal,
        onTimeout: () => lost(`no answer within ${formatDuration(timeout ?? 0)}`),
        onAbort: () => lost('broken off before it was answered'),
      };
      return waitFor<Response>(patience, settle => {
        pending.set(id, settle);
        beforeSend?.();
        void write(encodeRequest(id, command, properties)).then(isOnItsWay => {
          if (!isOnItsWay) settle({kind: 'unsent', reason: 'connection lost'});
        });
        return () => pending.delete(id);
      });
    },
    receive: frames => {
      const answer = decodeAnswer(frames);
      const resolve = answer.id === null ? undefined : pending.get(answer.id);
      strays = resolve === undefined ? strays + 1 : 0;
      if (strays === MOST_STRAYS) onFlood();
      // An answer that comes too late has nobody who waits for it.
      if (answer.kind !== 'garbled') resolve?.(answer);
      else if (answer.id === null) onGarbage(answer.reason);
      else resolve?.({kind: 'lost', reason: answer.reason});
    },
    drop: reason => {
      for (const resolve of pending.values()) resolve({kind: 'lost', reason});
      pending.clear();
      strays = 0;
    },
  };
}
