import type {Heartbeats} from './connection.js';

/** How often nodes are pinged and tried, so that many cost little and few are up to date at once. All in milliseconds. */
export interface Pace {
  /** From an answer, which comes now, to the next ping. */
  readonly untilNextPing: () => number;
  /** To the next try to connect, after so many that failed. */
  readonly untilRetry: (failures: number) => number;
  readonly heartbeats: () => Heartbeats;
}

interface PaceOptions {
  /** How many nodes the cluster has. */
  readonly size: () => number;
  /** Monotonic. */
  readonly now: () => number;
  /** From 0 to 1: nodes that were connected together must not be pinged or tried together for ever. */
  readonly random: () => number;
  /** From an answer to the next ping, about; null: by the number of nodes. */
  readonly pingEvery: number | null;
}

const PING = 2_000;
const PING_OF_MANY = 5_000;
/** What falls due within this time is done together: waking up costs more than a ping or a try. */
const TOGETHER = 500;
/** The first tries follow at once on each other: a node that was there a moment ago may be back. */
const FIRST_RETRY = 200;
const HURRY = 1_000;
const RETRY = 5_000;
const RETRY_OF_MANY = 20_000;
const FEW = 64;
const MANY = 1_000;
/** A host that is gone is noticed within 9 s; each heartbeat wakes ZeroMQ's thread up, and pings notice more, sooner. */
const OF_FEW: Heartbeats = {interval: 4_000, timeout: 5_000};
const OF_MANY: Heartbeats = {interval: 10_000, timeout: 10_000};

export function createPace({size, now, random, pingEvery}: PaceOptions): Pace {
  function bySize(few: number, many: number): number {
    return few + (many - few) * Math.min(1, Math.max(0, (size() - FEW) / (MANY - FEW)));
  }

  /** @returns so many ms, or up to TOGETHER more */
  function untilTogether(ms: number): number {
    const at = now();
    return Math.ceil((at + ms) / TOGETHER) * TOGETHER - at;
  }

  return {
    untilNextPing: () => untilTogether((pingEvery ?? bySize(PING, PING_OF_MANY)) * (0.9 + random() * 0.2)),
    untilRetry: failures => {
      const pause = Math.min(bySize(RETRY, RETRY_OF_MANY), FIRST_RETRY * 2 ** failures) * (0.7 + random() * 0.3);
      return pause < HURRY ? pause : untilTogether(pause);
    },
    heartbeats: () => (size() > FEW ? OF_MANY : OF_FEW),
  };
}
