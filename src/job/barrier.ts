import type {TargetCommand} from '../command/command.js';
import type {Plan} from '../command/plan.js';
import type {Ports} from '../command/ports.js';
import type {Outcome, Target} from '../model/job.js';

/** The groups of a job's targets, each decided once: when the first phase of its last target has ended. Targets go by index. */
export interface Barrier {
  readonly has: (index: number) => boolean;
  /** The target's first phase has ended, or the target itself has. Only the first call for a target counts. */
  readonly settle: (index: number, outcome: Outcome | null) => void;
  /** Resolves when the target's group is decided; null: there is nothing to wait for. */
  readonly decided: (index: number) => Promise<void> | null;
  /** The outcome of a target whose first phase went well but whose group does not go on; null: it goes on. */
  readonly verdict: (index: number) => Outcome | null;
}

interface Group {
  readonly name: string;
  /** Targets whose first phase has not ended. */
  readonly open: Set<number>;
  readonly ended: Map<Target, Outcome>;
  verdict: Outcome | null;
  readonly decided: Promise<void>;
  readonly decide: () => void;
}

export function createBarrier({first}: TargetCommand, plan: Plan, ports: Ports): Barrier {
  const byName = new Map<string, Group>();
  const byIndex = new Map<number, Group>();
  plan.targets.forEach((target, index) => {
    const name = first?.groupOf(target, plan) ?? null;
    if (name === null) return;
    const group = byName.get(name) ?? createGroup(name);
    byName.set(name, group);
    byIndex.set(index, group);
    group.open.add(index);
  });

  function settle(index: number, outcome: Outcome | null): void {
    const group = byIndex.get(index);
    const target = plan.targets[index];
    if (first === undefined || group === undefined || target === undefined || !group.open.delete(index)) return;
    if (outcome !== null) group.ended.set(target, outcome);
    if (group.open.size > 0) return;
    group.verdict = first.decide(group.name, plan, group.ended, ports);
    group.decide();
  }

  return {
    has: index => byIndex.has(index),
    settle,
    decided: index => {
      const group = byIndex.get(index);
      return group === undefined || group.open.size === 0 ? null : group.decided;
    },
    verdict: index => byIndex.get(index)?.verdict ?? null,
  };
}

function createGroup(name: string): Group {
  const {promise: decided, resolve: decide} = Promise.withResolvers<void>();
  return {name, open: new Set(), ended: new Map(), verdict: null, decided, decide};
}
