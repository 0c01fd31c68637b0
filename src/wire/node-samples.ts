import type {NodeId} from '../model/node.js';
import type {Clock, Instant} from '../model/time.js';
import type {SampleFact, SamplesCeasedFact} from '../model/usage-facts.js';
import type {ReadProblems} from './read-problems.js';
import {createSampleDecoder} from './sample-topic.js';

/** The samples of a node, which come with its events, until they are drained: the screen changes once for all nodes. */
interface NodeSamples {
  /** The node says that it sends them. */
  readonly expect: () => void;
  readonly take: (frames: readonly Buffer[]) => void;
  /** Those that have come in, in their order; once, that none comes any more, or none of those that were expected. */
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
/** A node sends one a second, and they are drained each second. They hold counters: the last ones tell what those before did. */
const MOST = 8;
/** Milliseconds without one after which what the last one said is not how it is now. */
const OLD = 5_000;

export function createNodeSamples({node, clock, problems}: NodeSamplesOptions): NodeSamples {
  const decode = createSampleDecoder();
  let waiting: {readonly at: Instant; readonly frames: readonly Buffer[]}[] = [];
  let isExpected = false;
  /** When the last one came, or else one began to be expected; null: neither, or it was told that none comes. */
  let lastAt: Instant | null = null;

  return {
    expect: () => {
      if (!isExpected) lastAt ??= clock();
      isExpected = true;
    },
    // They are decoded together, as they are drained: each by itself, as it comes, would take longer.
    take: frames => {
      waiting.push({at: clock(), frames});
      if (waiting.length > MOST) waiting.shift();
    },
    drain: () => {
      const taken = waiting;
      waiting = [];
      const facts = taken.flatMap(({at, frames}): readonly SampleFact[] => {
        const sample = problems.attempt(STREAM, () => decode(frames));
        return sample === null ? [] : [{type: 'sample-received', at, node, sample}];
      });
      const now = clock();
      lastAt = facts.at(-1)?.at ?? lastAt;
      if (lastAt === null || now.monotonic - lastAt.monotonic < OLD) return facts;
      lastAt = null;
      return [...facts, {type: 'samples-ceased', at: now, node}];
    },
    end: () => {
      waiting = [];
      isExpected = false;
      lastAt = null;
    },
  };
}
