import {effectOf} from '../command/effect.js';
import {askedBefore, type Plan} from '../command/plan.js';
import type {NodeId} from '../model/node.js';
import type {NodeRow, WatcherRow} from '../store/state.js';
import type {GridView} from './grid-cursor.js';
import type {Dialog} from './screen-state.js';

/** A watcher that a plan would interrupt wherever it runs, and on how many nodes that is. */
export interface Wholly {
  readonly watcher: string;
  readonly nodes: number;
}

/**
 * Whether the operator must be asked first: the plan's effect decides, here and nowhere else.
 *
 * @param askAbove interrupting more targets at once is asked about
 */
export function mustAsk(plan: Plan, hidden: number, wholly: readonly Wholly[], askAbove: number): boolean {
  const effect = effectOf(plan);
  if (effect === 'destroy' || askedBefore(plan) !== null) return true;
  // A key on a node's name means all of its watchers: one that was not meant would double what a machine bears.
  const isOfSeveral = plan.command.asksOfSeveral === true && plan.args.cells !== null && plan.targets.length > 1;
  if (isOfSeveral) return true;
  return effect === 'interrupt' && (plan.targets.length > askAbove || hidden > 0 || wholly.length > 0);
}

/** Of which watchers that run on more than one node a plan that interrupts would hit every running process. */
export function whollyHit(plan: Plan, {all}: GridView): readonly Wholly[] {
  if (effectOf(plan) !== 'interrupt' || plan.command.sparesRunning === true) return [];
  // circus takes capitals and small letters for the same, and one service may be spelled so and so.
  const hit = new Map<string, {readonly watcher: string; readonly nodes: Set<NodeId>}>();
  for (const {node, watcher} of plan.targets) {
    if (watcher === null) continue;
    const same = hit.get(watcher.toLowerCase());
    if (same === undefined) hit.set(watcher.toLowerCase(), {watcher, nodes: new Set([node])});
    else same.nodes.add(node);
  }
  return [...hit].flatMap(([folded, {watcher, nodes}]) => {
    const called = (row: NodeRow) => [...row.watchers.values()].filter(({name}) => name.toLowerCase() === folded);
    const struck = all.filter(row => nodes.has(row.spec.id) && called(row).some(mayRun));
    const runsOn = all.some(row => !nodes.has(row.spec.id) && row.link !== 'offline' && called(row).some(runs));
    return struck.length > 1 && !runsOn ? [{watcher, nodes: struck.length}] : [];
  });
}

/** Whether there may be something to interrupt, as far as is known. */
function mayRun({state, processes}: WatcherRow): boolean {
  return state !== 'stopped' || processes.size > 0;
}

/** Whether it runs for all that is known: what is not known, or went down by itself, keeps nothing going. */
function runs({state, processes, lastExit}: WatcherRow): boolean {
  return processes.size > 0 || (state !== 'stopped' && state !== 'unknown' && lastExit === null);
}

/** How many targets the operator cannot see because of the filter. */
export function hiddenTargets({targets}: Plan, {nodes, all}: GridView): number {
  const seen = new Set(nodes.map(row => row.spec.id));
  const known = new Set(all.map(row => row.spec.id));
  return targets.filter(({node}) => known.has(node) && !seen.has(node)).length;
}

/** Why the count that was typed begins nothing; null: it is right, or none was asked for. */
export function miscounted(dialog: Dialog): string | null {
  if (dialog.type !== 'confirm' || dialog.count === null) return null;
  const {plan, count} = dialog;
  if (count === String(plan.targets.length)) return null;
  return `${plan.command.name} was not begun: ${count === '' ? 'no count' : count} was typed, not ${plan.targets.length}`;
}

/** Whether `enter` means yes. */
export function isMeant(dialog: Dialog): boolean {
  return dialog.isYes || (dialog.type === 'confirm' && dialog.count === String(dialog.plan.targets.length));
}

/** Whether both ask the same, however far the answer is. */
export function isSameQuestion(one: Dialog, other: Dialog | null): boolean {
  if (one.type !== 'confirm' || other?.type !== 'confirm') return one.type === other?.type;
  return one.plan === other.plan;
}
