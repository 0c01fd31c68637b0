import type {ProcessSample} from '../model/usage-facts.js';
import {ProtocolError} from './errors.js';
import {decodeSample, sampleTopics} from './statistics-topic.js';
import {openSubscriber} from './subscriber.js';
import {uninterrupted} from './uninterrupted.js';
import type {Endpoint} from './way.js';

/** The samples of a node's circusd-stats, which wait in the socket until they are drained. It reconnects by itself. */
export interface StatisticsFeed {
  /** Adds these watchers to those whose processes' samples come in. */
  readonly follow: (watchers: Iterable<string>) => void;
  /** Takes everything that has come in: the newest sample of each process. Never rejects. */
  readonly drain: () => Promise<readonly ProcessSample[]>;
  readonly close: () => void;
}

/** A sample has some hundred bytes. */
const LIMITS = {queued: 5_000, longest: 16 * 1_024};
/** Samples taken at once, and between two keys. */
const MOST_SAMPLES = 20_000;
const SAMPLES_AT_ONCE = 500;

/**
 * @param onProblem gets why a message was none of circusd-stats's
 * @throws ProtocolError as `openSubscriber`
 */
export function openStatisticsFeed(endpoint: Endpoint, onProblem: (reason: string) => void): StatisticsFeed {
  const socket = openSubscriber(endpoint, LIMITS, created => {
    created.receiveTimeout = 0;
  });
  const followed = new Set<string>();
  let isDraining = false;

  /** @returns null when there is nothing more, or the socket was closed meanwhile */
  async function receive(): Promise<readonly Buffer[] | null> {
    try {
      return !socket.closed && socket.readable ? await socket.receive() : null;
    } catch {
      return null;
    }
  }

  return {
    follow: watchers => {
      for (const watcher of watchers) {
        if (followed.has(watcher)) continue;
        followed.add(watcher);
        uninterrupted(() => socket.subscribe(...sampleTopics(watcher)));
      }
    },
    drain: async () => {
      const newest = new Map<number, ProcessSample>();
      if (isDraining) return [];
      isDraining = true;
      // A node may send them faster than they are taken: the rest is left for the next second.
      for (let taken = 1; taken <= MOST_SAMPLES; taken++) {
        const frames = await receive();
        if (frames === null) break;
        if (taken % SAMPLES_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve));
        const sample = readSample(frames, onProblem);
        if (sample !== null) newest.set(sample.pid, sample);
      }
      isDraining = false;
      return [...newest.values()];
    },
    close: () => socket.close(),
  };
}

function readSample(frames: readonly Buffer[], onProblem: (reason: string) => void): ProcessSample | null {
  try {
    return decodeSample(frames);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    onProblem(error.message);
    return null;
  }
}
