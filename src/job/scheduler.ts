import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';

/** The targets of one node by index, in the plan's order: a node does one thing at a time, so they go one after the other. */
export interface NodeQueue {
  readonly node: NodeId;
  readonly indexes: readonly number[];
}

/** @returns a lane for each node, in the order in which the nodes come first. */
export function queuesOf(targets: readonly Target[]): readonly NodeQueue[] {
  const lanes = new Map<NodeId, number[]>();
  targets.forEach(({node}, index) => {
    const lane = lanes.get(node);
    if (lane === undefined) lanes.set(node, [index]);
    else lane.push(index);
  });
  return [...lanes].map(([node, indexes]) => ({node, indexes}));
}

/** The turn of one target. */
export interface TargetSlot {
  readonly index: number;
  /** Lets the next one on its node begin: this one has nothing more to send. */
  readonly free: () => void;
}

/** Runs lanes of one job after the other; nodes side by side. */
export interface Scheduler {
  /**
   * Runs the lanes, at the most `fanout` of them at a time. A lane begins when what earlier jobs have for its node has
   * ended or has nothing more to send: what was asked later is done later. `isUrgent`: it waits for nobody, and nobody waits for it.
   */
  readonly run: (lanes: readonly NodeQueue[], isUrgent: boolean, steps: Steps) => Promise<void>;
}

/** What is done to the targets of a lane, by index. */
export interface Steps {
  /** Done to all targets of the lane before any other step; null: the target has no such step. */
  readonly first: (index: number) => Promise<void> | null;
  /** Resolves when `act` may begin; null: it may now. Meanwhile the lane leaves its place to others: they may be what is waited for. */
  readonly ready: (index: number) => Promise<void> | null;
  readonly act: (turn: TargetSlot) => Promise<void>;
}

export function createScheduler(fanout: number): Scheduler {
  /** By node: resolves when the last lane that was queued there has nothing more to send. */
  const tails = new Map<NodeId, Promise<void>>();

  function queue(node: NodeId, act: () => Promise<void>): Promise<void> {
    const turn = (tails.get(node) ?? Promise.resolve()).then(act);
    tails.set(node, turn);
    return turn.finally(() => {
      if (tails.get(node) === turn) tails.delete(node);
    });
  }

  return {
    run: async (lanes, isUrgent, {first, ready, act}) => {
      const slots = createSlots(fanout);
      const ended: Promise<void>[] = [];
      /** Resolves when the lane has nothing more to send. */
      const drive = async ({indexes}: NodeQueue) => {
        await slots.take();
        for (const index of indexes) {
          const ends = first(index);
          if (ends !== null) await ends;
        }
        const turns: Promise<void>[] = [];
        for (const index of indexes) {
          const waits = ready(index);
          if (waits !== null) {
            slots.give();
            await waits;
            await slots.take();
          }
          const {promise: freed, resolve: free} = Promise.withResolvers<void>();
          const turn = act({index, free});
          turns.push(turn);
          await Promise.race([freed, turn]);
        }
        slots.give();
        ended.push(...turns);
      };
      await Promise.all(lanes.map(lane => (isUrgent ? drive(lane) : queue(lane.node, () => drive(lane)))));
      await Promise.all(ended);
    },
  };
}

/** So many may go on at a time; who comes first goes first. */
function createSlots(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (free > 0) free--;
      else await new Promise<void>(resolve => waiting.push(resolve));
    },
    give: () => {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}
