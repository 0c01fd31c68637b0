import type {Outcome, Target} from '../model/job.js';
import type {NameChange} from '../model/named-cluster.js';
import type {NodeSpec} from '../model/node.js';
import type {Arguments, Token} from './arguments.js';
import type {Run} from './command.js';
import type {PlanContext, Result} from './plan.js';

/** What one way of `cluster` prepares: its run and what is said of it before. */
export interface PreparedCluster {
  readonly act: (run: Run) => Promise<Outcome>;
  /** The cluster as it would be then; null: as it is. */
  readonly after: readonly NodeSpec[] | null;
  /** The names that it gives and takes away, in order; absent: none. */
  readonly names?: readonly NameChange[];
  /** What it acts on; null: its targets say it. */
  readonly description: string | null;
}

/** What differs between the plans of the ways of `cluster`. */
export interface WayPlan {
  readonly text: string;
  readonly targets: readonly Target[];
  readonly warnings?: readonly string[];
  readonly prepared: PreparedCluster;
}

/** Plans one way of `cluster`; `words` are all its operands, the way's own word among them. */
export type PlanWay = (words: readonly Token[], args: Arguments, context: PlanContext) => Result<WayPlan>;

/** The word of a way; a quoted operand is a host. */
export function wayOf(word: Token | undefined): string | null {
  return word === undefined || word.isLiteral === true ? null : word.text;
}
