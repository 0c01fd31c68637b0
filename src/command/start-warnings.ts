import type {State} from '../store/state.js';
import {withConfigurationWarnings} from './configuration-warnings.js';
import {withOrphanWarnings} from './orphan-warnings.js';
import type {Plan, Result} from './plan.js';

/** Adds to the plan of a start or restart what the operator should see before it begins; with `--strict` any of it refuses the plan. */
export function withStartWarnings(plan: Result<Plan>, state: State): Result<Plan> {
  return withConfigurationWarnings(withOrphanWarnings(plan, state), state);
}
