import type {Plan} from '../command/command.js';
import type {GridView} from './grid-cursor.js';

/** Interrupting so many targets at once is asked about first. */
const ASK_ABOVE = 8;

/** Whether the operator must be asked first: the command's effect decides, here and nowhere else. */
export function mustAsk({command, targets}: Plan, hidden: number): boolean {
  if (command.effect === 'destroy') return true;
  return command.effect === 'interrupt' && (targets.length > ASK_ABOVE || hidden > 0);
}

/** How many targets the operator cannot see because of the filter. */
export function hiddenTargets({targets}: Plan, {nodes, all}: GridView): number {
  const seen = new Set(nodes.map(row => row.spec.id));
  const known = new Set(all.map(row => row.spec.id));
  return targets.filter(({node}) => known.has(node) && !seen.has(node)).length;
}
