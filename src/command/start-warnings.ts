import type {State} from '../store/state.js';
import {withConfigurationWarnings} from './configuration-warnings.js';
import {withOrphanWarnings} from './orphan-warnings.js';
import type {Plan, Result} from './plan.js';

/** The plan of a start, or of a restart, with what the operator should have seen before it begins; `--strict` refuses over any of it. */
export function withStartWarnings(plan: Result<Plan>, state: State): Result<Plan> {
  return withConfigurationWarnings(withOrphanWarnings(plan, state), state);
}
