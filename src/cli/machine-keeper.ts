import type {KnownMachines} from '../files/known-machines.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';

/** Remembers which machine answers behind each node, so that another one is noticed. */
interface MachineKeeper {
  /** Reads what earlier runs remembered. Call it before any node is asked. */
  readonly load: () => Promise<void>;
  /** Takes facts on their way into the store, with what is remembered of the nodes that they bring. */
  readonly emit: (facts: readonly Fact[]) => void;
  /** Reads again what is remembered of the node: another circusman may have been used to trust it. */
  readonly recall: (node: NodeId) => Promise<void>;
  /** Null: forgets the machine. @returns why that ends with this run, for people; null: it is kept */
  readonly trust: (node: NodeId, machine: string | null) => Promise<string | null>;
  /** Resolves when all that was to be kept is, or cannot be. */
  readonly written: () => Promise<void>;
}

interface MachineKeeperOptions {
  readonly kept: KnownMachines;
  readonly clock: Clock;
  readonly dispatch: (facts: readonly Fact[]) => void;
  /** Prints a warning, once. */
  readonly warn: (sentence: string) => void;
}

export function createMachineKeeper({kept, clock, dispatch, warn}: MachineKeeperOptions): MachineKeeper {
  const known = new Map<NodeId, string>();
  /** What was trusted in this run and is not in the file (null: forgotten); it counts more than the file. */
  const trusted = new Map<NodeId, string | null>();
  let nodes: ReadonlySet<NodeId> = new Set();
  let writing: Promise<string | null> = Promise.resolve(null);
  let isReadable = true;
  let hasWarned = false;

  const warnOnce = (problem: string | null) => {
    if (problem === null || hasWarned) return;
    hasWarned = true;
    warn(`which machines answer is not remembered: ${problem}`);
  };

  function write(machines: ReadonlyMap<NodeId, string | null>): Promise<string | null> {
    writing = writing.then(() => kept.add(machines));
    return writing;
  }

  async function read(): Promise<ReadonlyMap<NodeId, string>> {
    const {machines, problem} = await kept.read();
    isReadable = problem === null;
    warnOnce(problem);
    return machines;
  }

  function knownFact(node: NodeId): Fact {
    return {type: 'machine-remembered', at: clock(), node, machine: known.get(node) ?? null};
  }

  const remembered = (ids: Iterable<NodeId>) => [...ids].filter(node => known.has(node)).map(knownFact);

  async function recall(node: NodeId): Promise<void> {
    const machine = (await read()).get(node);
    if (!isReadable || trusted.has(node)) return;
    if (machine === undefined) known.delete(node);
    else known.set(node, machine);
    dispatch([knownFact(node)]);
  }

  /** The first machine that is seen behind a node is taken for the right one; while the file cannot be read, it is not known which that was. */
  function meet(facts: readonly Fact[]): readonly Fact[] {
    const met = new Map<NodeId, string>();
    for (const fact of facts) {
      if (fact.type !== 'node-info-read' || fact.info?.machine == null || !isReadable) continue;
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
      for (const [node, machine] of await read()) known.set(node, machine);
      dispatch(remembered(nodes));
    },
    emit: facts => {
      const change = facts.findLast(fact => fact.type === 'cluster-changed');
      if (change !== undefined) nodes = new Set(change.nodes.map(node => node.id));
      dispatch([...facts, ...(change === undefined ? [] : remembered(nodes)), ...meet(facts)]);
    },
    recall,
    trust: async (node, machine) => {
      trusted.set(node, machine);
      if (machine === null) known.delete(node);
      else known.set(node, machine);
      dispatch([knownFact(node)]);
      const problem = await write(new Map([[node, machine]]));
      if (problem === null) trusted.delete(node);
      return problem;
    },
    written: async () => {
      await writing;
    },
  };
}
