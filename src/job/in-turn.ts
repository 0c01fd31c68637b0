import type {JobPort, Plan} from '../command/command.js';
import type {State} from '../store/state.js';

/** What doing plans one after the other needs. */
export interface InTurnPorts {
  readonly begin: JobPort['begin'];
  /** Resolves when every target of the job has its outcome. */
  readonly ended: (job: number) => Promise<void>;
  readonly state: () => State;
}

/**
 * Begins each plan when the one before has ended ok for every target.
 * @returns those that were not begun
 */
export async function runInTurn(plans: readonly Plan[], {begin, ended, state}: InTurnPorts): Promise<readonly Plan[]> {
  for (const [index, plan] of plans.entries()) {
    const id = begin(plan);
    if (id === null || index === plans.length - 1) continue;
    await ended(id);
    const job = state().jobs.find(each => each.id === id);
    if (job?.targets.every(({outcome}) => outcome?.kind === 'ok') !== true) return plans.slice(index + 1);
  }
  return [];
}
