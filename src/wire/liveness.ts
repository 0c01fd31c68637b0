import type {Clock} from '../model/time.js';
import type {WatcherState} from '../model/watcher.js';
import {ProtocolError} from './errors.js';
import type {Gate} from './gate.js';
import {loopTurns} from './loop-turns.js';
import {CODECS} from './protocol.js';
import type {Requests} from './requests.js';
import type {WatcherNames} from './watcher-names.js';

/** What a ping brings: it is circus `status` without a name, the cheapest question with the largest answer. */
export interface PingAnswer {
  /** Milliseconds. */
  readonly rtt: number;
  /** Seconds on the node's clock. */
  readonly nodeTime: number;
  readonly statuses: ReadonlyMap<string, WatcherState>;
}

/** Pings one connection for as long as it lasts: only an answer proves that circusd's own loop runs. */
export interface Liveness {
  /** Pings now; while a ping has no answer yet, once more after that answer. */
  readonly pingNow: () => void;
  readonly stop: () => void;
}

interface LivenessOptions {
  readonly requests: Requests;
  readonly gate: Gate;
  readonly names: WatcherNames;
  readonly clock: Clock;
  /** Milliseconds from an answer, which comes now, to the next ping. */
  readonly untilNextPing: () => number;
  /** Milliseconds until an answer is late. */
  readonly pingPatience: number;
  /** Milliseconds without an answer after which the connection is not worth keeping. */
  readonly offlineAfter: number;
  readonly onAnswer: (answer: PingAnswer) => void;
  /** The answer to a ping is late. */
  readonly onOverdue: () => void;
  /** There was no answer for so long that the connection is not worth keeping. */
  readonly onSilence: (seconds: number) => void;
  readonly onGarbage: (reason: string) => void;
}

/** Milliseconds. */
const ASK_AGAIN = 2_000;

/** The first ping goes out at once. */
export function startLiveness(options: LivenessOptions): Liveness {
  const {requests, gate, names, clock, untilNextPing, pingPatience, offlineAfter} = options;
  const {onAnswer, onOverdue, onSilence, onGarbage} = options;
  /** However long ago the last answer came, this ping has a fair chance, and is late before it is given up. */
  const leastSilence = Math.max(offlineAfter / 2, pingPatience);
  let isStopped = false;
  let isUnderWay = false;
  let isWantedAgain = false;
  let answeredAt = clock().monotonic;
  /** How many answers came: a timer that was set before the last one does nothing. */
  let answers = 0;
  let next: NodeJS.Timeout | undefined;
  let patience: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;

  function pingNow(): void {
    if (isUnderWay) isWantedAgain = true;
    else void ping();
  }

  async function ping(): Promise<void> {
    clearTimeout(next);
    isUnderWay = true;
    isWantedAgain = false;
    gate.close();
    const sentAt = clock().monotonic;
    const own = answers;
    patience ??= afterReading(pingPatience, () => {
      if (own === answers) onOverdue();
    });
    silence ??= afterReading(Math.max(leastSilence, offlineAfter - (sentAt - answeredAt)), () => {
      if (own === answers) onSilence(offlineAfter / 1_000);
    });
    const answer = await ask(sentAt);
    isUnderWay = false;
    if (isStopped) return;
    if (answer === null) {
      next = setTimeout(pingNow, ASK_AGAIN);
      return;
    }
    endWaiting();
    answeredAt = clock().monotonic;
    onAnswer(answer);
    if (isStopped || isUnderWay) return;
    next = setTimeout(pingNow, isWantedAgain ? 0 : untilNextPing());
  }

  async function ask(sentAt: number): Promise<PingAnswer | null> {
    const {decode} = CODECS.statuses;
    const response = await requests.send('status', {}, {timeout: null});
    if (response.kind !== 'ok') {
      const isAnswered = response.kind === 'refused' || response.kind === 'lost';
      if (isAnswered && !isStopped) onGarbage(response.reason);
      return null;
    }
    try {
      const statuses = decode(response.body, names);
      return {rtt: clock().monotonic - sentAt, nodeTime: response.nodeTime, statuses};
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      onGarbage(error.message);
      return null;
    }
  }

  function endWaiting(): void {
    answers++;
    clearTimeout(patience);
    clearTimeout(silence);
    patience = undefined;
    silence = undefined;
  }

  void ping();
  return {
    pingNow,
    stop: () => {
      isStopped = true;
      clearTimeout(next);
      endWaiting();
    },
  };
}

/** Where this program itself was held up, the answer may be in the socket already: it is read and taken before `act` is called. */
function afterReading(ms: number, act: () => void): NodeJS.Timeout {
  return setTimeout(() => setImmediate(() => loopTurns.act(act)), ms);
}
