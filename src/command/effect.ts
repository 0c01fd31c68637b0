import {shownNodes} from '../store/selectors.js';
import type {State} from '../store/state.js';
import type {Effect} from './command.js';
import type {Plan} from './plan.js';
import {nodesOf} from './targets.js';

/** What a plan may do: its own effect, else that of the first listed option that was given and has one, else its command's. */
export function effectOf({command, args, effect}: Pick<Plan, 'command' | 'args' | 'effect'>): Effect {
  if (effect !== undefined) return effect;
  const given = (command.options ?? []).filter(option => args.options.has(option.name));
  return given.find(option => option.effect !== undefined)?.effect ?? command.effect;
}

/** Whether it would change a node: what read-only refuses. */
export function isAboveRead(effect: Effect): boolean {
  switch (effect) {
    case 'none':
    case 'read':
      return false;
    case 'change':
    case 'interrupt':
    case 'destroy':
      return true;
  }
}

/** Whether it destroys on every node of a cluster: then the operator must type the number of targets, and yes is not enough. */
export function wantsCount(plan: Plan, state: State): boolean {
  const nodes = shownNodes(state).length;
  return effectOf(plan) === 'destroy' && nodes > 1 && nodesOf(plan.targets).length === nodes;
}
