import {effectOf, wantsCount} from '../command/effect.js';
import type {Plan} from '../command/plan.js';
import type {State} from '../store/state.js';

/** Whether the command line has `--yes`, and with which COUNT. */
export type Consent =
  | {readonly kind: 'none'}
  | {
      readonly kind: 'yes';
      readonly count: number | null;
      /** Further ones: a file may have commands that destroy on clusters of several sizes; absent: none. */
      readonly counts?: readonly number[];
    };

/** A plan that destroys needs `--yes`; on a whole cluster `--yes=COUNT`. @returns why it is refused; null: it is not */
export function authorise(plan: Plan, state: State, consent: Consent): string | null {
  const refusal = refusalOf(plan, state, consent);
  return refusal === null || plan.warnings.length === 0 ? refusal : `${refusal} (${plan.warnings.join('; ')})`;
}

function refusalOf(plan: Plan, state: State, consent: Consent): string | null {
  if (effectOf(plan) !== 'destroy') return null;
  const count = plan.targets.length;
  const isWhole = wantsCount(plan, state);
  if (consent.kind === 'none') return `this destroys; say --yes${isWhole ? `=${count}` : ''} to mean it`;
  const counts = consent.count === null ? [] : [consent.count, ...(consent.counts ?? [])];
  if (counts.length > 0 && !counts.includes(count)) {
    return `this has ${count} target${count === 1 ? '' : 's'}, not ${counts.join(' or ')}`;
  }
  if (isWhole && consent.count === null) return `this destroys on the whole cluster; say --yes=${count} to mean it`;
  return null;
}
