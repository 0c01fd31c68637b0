import type {Outcome, Target} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import type {State} from '../store/state.js';
import {orphansRun} from '../wording/processes.js';
import type {Run} from './command.js';
import type {Plan, Result} from './plan.js';
import {quoteName} from './tokens.js';

/** Adds a warning for targets that have a process from an earlier run, which would run beside the new ones: one warning for each watcher. */
export function withOrphanWarnings(plan: Result<Plan>, state: State): Result<Plan> {
  if (!plan.ok) return plan;
  const found = new Map<string, {readonly nodes: string[]; readonly pids: number[]}>();
  for (const target of plan.value.targets) {
    const orphans = orphansOf(target, state);
    if (target.watcher === null || orphans.length === 0) continue;
    const known = found.get(target.watcher) ?? {nodes: [], pids: []};
    found.set(target.watcher, known);
    known.nodes.push(target.node);
    known.pids.push(...orphans);
  }
  const own = [...found].map(
    ([watcher, {nodes, pids}]) =>
      `${watcher} on ${formatNodeSet(nodes)}: ${orphansRun(pids.slice(0, NAMED))}${more(pids)}: ${remedy(watcher, pids)}`,
  );
  return own.length === 0 ? plan : {ok: true, value: {...plan.value, warnings: [...plan.value.warnings, ...own]}};
}

/** Adds to the outcome of a start that a process from an earlier run still runs: beside the new ones, or perhaps as the reason for a failure. */
export function besideOrphans({target, ports}: Run, outcome: Outcome): Outcome {
  const orphans = orphansOf(target, ports.state());
  const isSaid = outcome.reason !== null && /\borphans? \d/.test(outcome.reason);
  if (orphans.length === 0 || target.watcher === null || !outcome.sent || isSaid) return outcome;
  const said = `${orphansRun(orphans)}: ${remedy(target.watcher, orphans)}`;
  return {...outcome, reason: outcome.reason === null ? said : `${outcome.reason}; ${said}`};
}

/** At most so many pids are named. */
const NAMED = 4;

function more(pids: readonly number[]): string {
  return pids.length > NAMED ? ` (and ${pids.length - NAMED} more)` : '';
}

function remedy(watcher: string, pids: readonly number[]): string {
  return `adopt --kill ${quoteName(watcher)} ends ${pids.length === 1 ? 'it' : 'them'}`;
}

function orphansOf({node, watcher}: Target, state: State): readonly number[] {
  return state.nodes.get(node)?.watchers.get(watcher ?? '')?.health?.orphans ?? [];
}
