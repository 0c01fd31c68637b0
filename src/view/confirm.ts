import type {Plan} from '../command/command.js';
import {effectOf} from '../command/effect.js';
import type {GridView} from './grid-cursor.js';
import type {Dialog} from './screen-state.js';

/** Interrupting so many targets at once is asked about first. */
const ASK_ABOVE = 8;

/** Whether the operator must be asked first: the plan's effect decides, here and nowhere else. */
export function mustAsk(plan: Plan, hidden: number): boolean {
  const effect = effectOf(plan);
  if (effect === 'destroy') return true;
  return effect === 'interrupt' && (plan.targets.length > ASK_ABOVE || hidden > 0);
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
