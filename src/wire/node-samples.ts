import type {SampleFact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock, Instant} from '../model/time.js';
import type {ReadProblems} from './read-problems.js';
import {decodeSample} from './sample-topic.js';

/** The samples of a node, which come with its events, until they are drained: the screen changes once for all nodes. */
interface NodeSamples {
  readonly take: (frames: readonly Buffer[]) => void;
  /** Whether one has come since it was connected: then its circusd-stats need not be heard. */
  readonly haveCome: () => boolean;
  /** Those that have come in, in their order. */
  readonly drain: () => readonly SampleFact[];
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

export function createNodeSamples({node, clock, problems}: NodeSamplesOptions): NodeSamples {
  let waiting: {readonly at: Instant; readonly frames: readonly Buffer[]}[] = [];
  let haveCome = false;

  return {
    take: frames => {
      haveCome = true;
      waiting.push({at: clock(), frames});
      if (waiting.length > MOST) waiting.shift();
    },
    haveCome: () => haveCome,
    drain: () => {
      const taken = waiting;
      waiting = [];
      return taken.flatMap(({at, frames}) => {
        const sample = problems.attempt(STREAM, () => decodeSample(frames));
        return sample === null ? [] : [{type: 'sample-received', at, node, sample}];
      });
    },
    end: () => {
      waiting = [];
      haveCome = false;
    },
  };
}
