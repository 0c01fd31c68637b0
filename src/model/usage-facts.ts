import type {OfNode} from './facts.js';
import type {NodeSample} from './sample.js';

/** What a node says of what its processes use. */
export type UsageFact = SampleFact | SamplesCeasedFact | StatisticsFact;

/** One process at one moment, from circusd-stats (topics `stat.<name>.<pid>`). */
export interface ProcessSample {
  /** The name as circusd-stats spells it, which may differ from `status`: match by pid first. */
  readonly name: string;
  readonly pid: number;
  /** Percent of one core since its previous sample; null where the node could not say. */
  readonly cpu: number | null;
  /** Resident bytes; null where the node could not say. */
  readonly memory: number | null;
}

/** All samples of one node that came in since the last drain; a process is in it at most once, newest kept. */
export interface StatisticsFact extends OfNode {
  readonly type: 'statistics-received';
  readonly samples: readonly ProcessSample[];
}

/** What a node with our package sends each second of its processes and its machine. */
export interface SampleFact extends OfNode {
  readonly type: 'sample-received';
  readonly sample: NodeSample;
}

/** A node that has sent samples has sent none for some seconds: what the last one said is not how it is now. */
export interface SamplesCeasedFact extends OfNode {
  readonly type: 'samples-ceased';
}
