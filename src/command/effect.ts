import type {Effect, Plan} from './command.js';

/** What a plan may do: what its command may, unless one of the options that it was given says otherwise; the first listed counts. */
export function effectOf({command, args}: Pick<Plan, 'command' | 'args'>): Effect {
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
