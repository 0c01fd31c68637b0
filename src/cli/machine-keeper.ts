import type {KnownMachines} from '../files/known-machines.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';

/** Remembers which machine answers behind each node, so that another one is noticed. */
export interface MachineKeeper {
  /** Reads what earlier runs remembered. Call it before any node is asked. */
  readonly load: () => Promise<void>;
  /** Takes facts on their way into the store, with what is remembered of the nodes that they bring. */
  readonly emit: (facts: readonly Fact[]) => void;
  /** Reads again what is remembered of the node: another circusman may have been told to trust it. */
  readonly recall: (node: NodeId) => Promise<void>;
  /** @returns why it will be forgotten with this run, for people; null: it is kept */
  readonly trust: (node: NodeId, machine: string) => Promise<string | null>;
  /** Resolves when all that was to be kept is, or cannot be. */
  readonly written: () => Promise<void>;
}

export interface MachineKeeperOptions {
  readonly kept: KnownMachines;
  readonly clock: Clock;
  readonly dispatch: (facts: readonly Fact[]) => void;
  /** Says a sentence that nobody asked for, once. */
  readonly warn: (sentence: string) => void;
}

export function createMachineKeeper({kept, clock, dispatch, warn}: MachineKeeperOptions): MachineKeeper {
  const known = new Map<NodeId, string>();
  let nodes: ReadonlySet<NodeId> = new Set();
  let writing: Promise<string | null> = Promise.resolve(null);
  let hasWarned = false;

  const warnOnce = (problem: string | null) => {
    if (problem === null || hasWarned) return;
    hasWarned = true;
    warn(`which machines answer is not remembered: ${problem}`);
  };

  function write(machines: ReadonlyMap<NodeId, string>): Promise<string | null> {
    writing = writing.then(() => kept.add(machines));
    return writing;
  }

  async function read(): Promise<void> {
    const {machines, problem} = await kept.read();
    warnOnce(problem);
    for (const [node, machine] of machines) known.set(node, machine);
  }

  function remembered(ids: Iterable<NodeId>): readonly Fact[] {
    return [...ids].flatMap(node => {
      const machine = known.get(node);
      return machine === undefined ? [] : [{type: 'machine-remembered', at: clock(), node, machine} as const];
    });
  }

  async function recall(node: NodeId): Promise<void> {
    await read();
    dispatch(remembered([node]));
  }

  /** The first machine that is seen behind a node is taken for the right one. */
  function meet(facts: readonly Fact[]): readonly Fact[] {
    const met = new Map<NodeId, string>();
    for (const fact of facts) {
      if (fact.type !== 'node-info-read' || fact.info === null) continue;
      const before = known.get(fact.node);
      if (before === undefined) {
        known.set(fact.node, fact.info.machine);
        met.set(fact.node, fact.info.machine);
      } else if (before !== fact.info.machine) void recall(fact.node);
    }
    if (met.size > 0) void write(met).then(warnOnce);
    return remembered(met.keys());
  }

  return {
    load: async () => {
      await read();
      dispatch(remembered(nodes));
    },
    emit: facts => {
      const change = facts.findLast(fact => fact.type === 'cluster-changed');
      if (change !== undefined) nodes = new Set(change.nodes.map(node => node.id));
      dispatch([...facts, ...(change === undefined ? [] : remembered(nodes)), ...meet(facts)]);
    },
    recall,
    trust: async (node, machine) => {
      known.set(node, machine);
      const problem = await write(new Map([[node, machine]]));
      dispatch(remembered([node]));
      return problem;
    },
    written: async () => {
      await writing;
    },
  };
}
