import type {TargetCommand} from '../command/command.js';
import {cancelled, unknown} from '../command/outcomes.js';
import type {Outcome, Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';

/** Which nodes of a job's targets were taken out of the cluster since it began. One that is added again later is another one to the job. */
export interface Removals {
  readonly keepOnly: (nodes: ReadonlySet<NodeId>) => void;
  readonly has: (node: NodeId) => boolean;
  /** Aborted when the node is taken out, or by this signal. */
  readonly signal: (node: NodeId, other: AbortSignal) => AbortSignal;
  /** The outcome, with the word that it was broken off for that. */
  readonly told: (node: NodeId, outcome: Outcome) => Outcome;
}

export function createRemovals(command: TargetCommand, targets: readonly Target[]): Removals {
  // A change of the cluster takes them out itself, and sends them nothing.
  const nodes = command.scope === 'cluster' ? [] : targets.map(({node}) => node);
  const aborts = new Map(nodes.map(node => [node, new AbortController()]));
  const has = (node: NodeId) => aborts.get(node)?.signal.aborted === true;
  return {
    has,
    keepOnly: kept => {
      for (const [node, abort] of aborts) if (!kept.has(node)) abort.abort();
    },
    signal: (node, other) => {
      const own = aborts.get(node)?.signal;
      return own === undefined ? other : AbortSignal.any([own, other]);
    },
    told: (node, outcome) => {
      if (!has(node) || outcome.kind === 'ok') return outcome;
      return {...outcome, reason: outcome.reason === null ? TAKEN_OUT : `${TAKEN_OUT}: ${outcome.reason}`};
    },
  };
}

const TAKEN_OUT = 'its node was taken out of the cluster';

/** Of a target whose turn had not come. */
export const NOT_BEGUN = cancelled(`not begun: ${TAKEN_OUT}`);
/** Of a target that waited for others between its two phases. */
export const NOT_GONE_ON = unknown(`${TAKEN_OUT} while it waited for the others; nothing more was sent to it`);
