import {createTurns} from '../command/turns.js';
import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';

/** The targets of one node by index, in the plan's order: a node does one thing at a time, so they go one after the other. */
interface NodeQueue {
  readonly node: NodeId;
  readonly indexes: readonly number[];
}

/** @returns a queue for each node, in the order in which the nodes first occur. */
export function queuesOf(targets: readonly Target[]): readonly NodeQueue[] {
  const queues = new Map<NodeId, number[]>();
  targets.forEach(({node}, index) => {
    const queued = queues.get(node);
    if (queued === undefined) queues.set(node, [index]);
    else queued.push(index);
  });
  return [...queues].map(([node, indexes]) => ({node, indexes}));
}

/** One target while it holds its place in the queue. */
export interface TargetSlot {
  readonly index: number;
  /** Lets the next one on its node begin: this one has nothing more to send. */
  readonly free: () => void;
}

/** Runs the queues of a node one after the other; nodes in parallel. */
interface Scheduler {
  /**
   * Runs the queues, at most `fanout` of them at a time. A queue begins when what earlier jobs have for its node has ended or has
   * nothing more to send: first come, first served. `isUrgent`: it does not wait for others, and they do not wait for it.
   */
  readonly run: (queues: readonly NodeQueue[], isUrgent: boolean, steps: Steps) => Promise<void>;
}

/** What is done to the targets of a queue, by index. */
interface Steps {
  /** Done to all targets of the queue before any other step; null: the target has no such step. */
  readonly first: (index: number) => Promise<void> | null;
  /** Resolves when `act` may begin; null: it may now. Meanwhile the queue gives up its slot, because it may be waiting for others that need one. */
  readonly ready: (index: number) => Promise<void> | null;
  readonly act: (slot: TargetSlot) => Promise<void>;
}

export function createScheduler(fanout: number): Scheduler {
  /** By node: resolves when the last queue that was added there has nothing more to send. */
  const tails = new Map<NodeId, Promise<void>>();

  function enqueue(node: NodeId, act: () => Promise<void>): Promise<void> {
    const last = (tails.get(node) ?? Promise.resolve()).then(act);
    tails.set(node, last);
    return last.finally(() => {
      if (tails.get(node) === last) tails.delete(node);
    });
  }

  return {
    run: async (queues, isUrgent, {first, ready, act}) => {
      const slots = createTurns(fanout);
      const ended: Promise<void>[] = [];
      /** Resolves when the queue has nothing more to send. */
      const drive = async ({indexes}: NodeQueue) => {
        await slots.take();
        for (const index of indexes) {
          const ends = first(index);
          if (ends !== null) await ends;
        }
        const acts: Promise<void>[] = [];
        for (const index of indexes) {
          const waits = ready(index);
          if (waits !== null) {
            slots.give();
            await waits;
            await slots.take();
          }
          const {promise: freed, resolve: free} = Promise.withResolvers<void>();
          const done = act({index, free});
          acts.push(done);
          await Promise.race([freed, done]);
        }
        slots.give();
        ended.push(...acts);
      };
      await Promise.all(queues.map(each => (isUrgent ? drive(each) : enqueue(each.node, () => drive(each)))));
      await Promise.all(ended);
    },
  };
}
