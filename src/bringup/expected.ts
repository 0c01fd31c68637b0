import type {Job} from '../model/job.js';
import {isOk} from '../store/selectors.js';
import type {CommandStep} from './script.js';

/** Whether a job ended for every target as its line expects it to. */
export function isAsExpected({targets}: Job, {expected}: Pick<CommandStep, 'expected'>): boolean {
  return targets.every(target => (expected === 'ok' ? isOk(target) : target.outcome?.kind === expected));
}
