import type {NodeId} from '../model/node.js';
import type {Clock, Instant} from '../model/time.js';
import type {SampleFact, SamplesCeasedFact} from '../model/usage-facts.js';
import type {ReadProblems} from './read-problems.js';
import {createSampleDecoder} from './sample-topic.js';

/** The samples of a node, which come with its events, until they are drained: the screen changes once for all nodes. */
interface NodeSamples {
  readonly take: (frames: readonly Buffer[]) => void;
  /** Those that have come in, in their order; once, that none comes any more. */
  readonly drain: () => readonly (SampleFact | SamplesCeasedFact)[];
  /** The connection is gone. */
  readonly end: () => void;
}

interface NodeSamplesOptions {
  readonly node: NodeId;
  readonly clock: Clock;
  readonly problems: ReadProblems;
}

const STREAM = 'samples';
/** A node sends one a second, and they are drained each second. They hold counters: the last one tells what those before it did. */
const MOST = 8;
/** Milliseconds without one after which what the last one said is not how it is now. */
const OLD = 5_000;

export function createNodeSamples({node, clock, problems}: NodeSamplesOptions): NodeSamples {
  const decode = createSampleDecoder();
  let waiting: SampleFact[] = [];
  /** How many have come since they were drained. */
  let taken = 0;
  /** The newest of those that were too many to be decoded. */
  let newest: {readonly at: Instant; readonly frames: readonly Buffer[]} | null = null;
  let lastAt: Instant | null = null;

  function put(at: Instant, frames: readonly Buffer[]): void {
    const sample = problems.attempt(STREAM, () => decode(frames));
    if (sample !== null) waiting.push({type: 'sample-received', at, node, sample});
  }

  return {
    take: frames => {
      // At once: buffers that wait for a second would become old in the heap.
      if (taken++ < MOST) put(clock(), frames);
      else newest = {at: clock(), frames};
    },
    drain: () => {
      if (newest !== null) put(newest.at, newest.frames);
      newest = null;
      const facts = waiting;
      waiting = [];
      taken = 0;
      const now = clock();
      lastAt = facts.at(-1)?.at ?? lastAt;
      if (lastAt === null || now.monotonic - lastAt.monotonic < OLD) return facts;
      lastAt = null;
      return [...facts, {type: 'samples-ceased', at: now, node}];
    },
    end: () => {
      waiting = [];
      newest = null;
      lastAt = null;
    },
  };
}
