import {effectOf, wantsCount} from '../command/effect.js';
import type {Plan} from '../command/plan.js';
import type {State} from '../store/state.js';

/** Whether the command line has `--yes`, and with which COUNT. */
export type Consent = {readonly kind: 'none'} | {readonly kind: 'yes'; readonly count: number | null};

/** A plan that destroys needs `--yes`; on a whole cluster `--yes=COUNT`. @returns why it is refused; null: it is not */
export function authorise(plan: Plan, state: State, consent: Consent): string | null {
  if (effectOf(plan) !== 'destroy') return null;
  const count = plan.targets.length;
  const isWhole = wantsCount(plan, state);
  if (consent.kind === 'none') return `this destroys; say --yes${isWhole ? `=${count}` : ''} to mean it`;
  if (consent.count !== null && consent.count !== count) {
    return `this has ${count} target${count === 1 ? '' : 's'}, not ${consent.count}`;
  }
  if (isWhole && consent.count === null) return `this destroys on the whole cluster; say --yes=${count} to mean it`;
  return null;
}
