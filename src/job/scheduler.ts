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
  /** It has nothing more to send: gives free what is named, before it ends. */
  readonly free: (freed: Freed) => void;
}

/** What a target gives free as soon as it has nothing more to send; all else only when it has ended. */
export interface Freed {
  /** For the next target of its own job on its node. */
  readonly queue: boolean;
  /** Its place in the fan-out, for the next node of its own job. */
  readonly place: boolean;
  /** Its node, for other jobs. */
  readonly node: boolean;
}

/** The queues of a job, so many nodes at a time; null: all of them. */
export function batchesOf(queues: readonly NodeQueue[], size: number | null): readonly (readonly NodeQueue[])[] {
  if (size === null) return [queues];
  const batches: (readonly NodeQueue[])[] = [];
  for (let from = 0; from < queues.length; from += size) batches.push(queues.slice(from, from + size));
  return batches;
}

/** Runs the queues of a node one after the other; nodes in parallel. */
interface Scheduler {
  /**
   * Runs the queues, at most `fanout` of them at a time. A queue begins when what earlier jobs have for its node has ended or has
   * given the node free: first come, first served.
   */
  readonly run: (queues: readonly NodeQueue[], options: RunOptions, steps: Steps) => Promise<void>;
}

export interface RunOptions {
  /** What those that wait behind it say that they wait for: "job 11: stop neo4j". */
  readonly label: string;
  /** It does not wait for others, and they do not wait for it. */
  readonly isUrgent: boolean;
  /** Null: as usual. */
  readonly fanout: number | null;
}

/** What is done to the targets of a queue, by index. */
export interface Steps {
  /** The queue of these waits for what others have there; null: no longer. */
  readonly waits: (indexes: readonly number[], behind: string | null) => void;
  /** Done to all targets of the queue before any other step; null: the target has no such step. */
  readonly first: (index: number) => Promise<void> | null;
  /** Resolves when `act` may begin; null: it may now. Meanwhile the queue gives up its slot, because it may be waiting for others that need one. */
  readonly ready: (index: number) => Promise<void> | null;
  readonly act: (slot: TargetSlot) => Promise<void>;
}

/** The last queue that was added for a node. */
interface Tail {
  readonly label: string;
  /** Resolves when it has given its node free. */
  readonly left: Promise<void>;
}

/** @param usualFanout how many nodes a job acts on at a time, unless it says another number */
export function createScheduler(usualFanout: number): Scheduler {
  const tails = new Map<NodeId, Tail>();

  function enqueue(node: NodeId, label: string, act: () => Promise<void>): Promise<void> {
    const left = (tails.get(node)?.left ?? Promise.resolve()).then(act);
    const tail = {label, left};
    tails.set(node, tail);
    return left.finally(() => {
      if (tails.get(node) === tail) tails.delete(node);
    });
  }

  return {
    run: async (queues, {label, isUrgent, fanout}, {first, ready, act, waits}) => {
      const slots = createTurns(fanout ?? usualFanout);
      const ended: Promise<void>[] = [];
      /** Resolves when the queue has given its node free. */
      const drive = async ({indexes}: NodeQueue) => {
        await slots.take();
        for (const index of indexes) {
          const ends = first(index);
          if (ends !== null) await ends;
        }
        const acts: Gates[] = [];
        for (const index of indexes) {
          const waits = ready(index);
          if (waits !== null) {
            slots.give();
            await waits;
            await slots.take();
          }
          const gates = actIn(index, act);
          acts.push(gates);
          await gates.queue;
        }
        ended.push(...acts.map(({done}) => done));
        void Promise.all(acts.map(({place}) => place)).then(slots.give);
        await Promise.all(acts.map(({node}) => node));
      };
      const inTurn = (queue: NodeQueue) => {
        const behind = tails.get(queue.node)?.label ?? null;
        if (behind !== null) waits(queue.indexes, behind);
        return enqueue(queue.node, label, () => {
          if (behind !== null) waits(queue.indexes, null);
          return drive(queue);
        });
      };
      await Promise.all(queues.map(queue => (isUrgent ? drive(queue) : inTurn(queue))));
      await Promise.all(ended);
    },
  };
}

/** When a target that was begun has ended, and when it has given free what it may give before. */
interface Gates {
  readonly done: Promise<void>;
  readonly queue: Promise<void>;
  readonly place: Promise<void>;
  readonly node: Promise<void>;
}

function actIn(index: number, act: Steps['act']): Gates {
  const [queue, place, node] = [gate(), gate(), gate()];
  const free = (freed: Freed) => {
    if (freed.queue) queue.open();
    if (freed.place) place.open();
    if (freed.node) node.open();
  };
  const done = act({index, free}).finally(() => free({queue: true, place: true, node: true}));
  return {done, queue: queue.opened, place: place.opened, node: node.opened};
}

function gate() {
  const {promise: opened, resolve: open} = Promise.withResolvers<void>();
  return {opened, open: () => open()};
}
