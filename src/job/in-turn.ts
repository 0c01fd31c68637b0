import {effectOf} from '../command/effect.js';
import type {JobPort, NotBegun} from '../command/job-port.js';
import type {Plan, Result} from '../command/plan.js';
import type {JobId} from '../model/job.js';
import {isOk} from '../store/selectors.js';
import type {State} from '../store/state.js';

/** What running plans in order needs. */
interface InTurnPorts {
  readonly begin: JobPort['begin'];
  readonly onBegun: (job: JobId, plan: Plan) => void;
  /** Resolves when every target of the job has its outcome. */
  readonly ended: (job: number) => Promise<void>;
  readonly state: () => State;
  /** Plans the same again once the nodes have reported their current state. */
  readonly again: (plan: Plan) => Promise<Result<Plan>>;
}

/** Begins each plan when the one before has ended ok for every target: planned again, because that one may have changed what it acts on. */
export async function runInTurn(plans: readonly Plan[], ports: InTurnPorts): Promise<NotBegun> {
  const {begin, onBegun, ended, state, again} = ports;
  for (const [index, agreed] of plans.entries()) {
    const left = plans.slice(index);
    const planned: Result<Plan> = index === 0 ? {ok: true, value: agreed} : await again(agreed);
    if (!planned.ok) return {plans: left, isToBeAsked: false, reason: planned.problem.message};
    const plan = planned.value;
    if (!isAgreed(plan, agreed)) return {plans: [plan, ...left.slice(1)], isToBeAsked: true, reason: null};
    const id = begin(plan);
    if (id === null) continue;
    onBegun(id, plan);
    await ended(id);
    const job = state().jobs.find(each => each.id === id);
    const failed = job?.targets.find(target => !isOk(target));
    if (job === undefined || failed !== undefined) {
      // A cluster that stays as it was does not show why.
      const reason = plan.command.scope === 'cluster' ? (failed?.outcome?.reason ?? null) : null;
      return {plans: plans.slice(index + 1), isToBeAsked: false, reason};
    }
  }
  return {plans: [], isToBeAsked: false, reason: null};
}

/** Whether the plan does no more than what was seen and agreed to, where it interrupts or destroys. */
function isAgreed(plan: Plan, agreed: Plan): boolean {
  if (plan === agreed) return true;
  const effect = effectOf(plan);
  if (effect !== 'interrupt' && effect !== 'destroy') return true;
  const seen = new Set(agreed.targets.map(({node, watcher}) => JSON.stringify([node, watcher])));
  return plan.targets.every(({node, watcher}) => seen.has(JSON.stringify([node, watcher])));
}
