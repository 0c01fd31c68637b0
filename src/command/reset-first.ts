import type {Outcome, Target} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Run} from './command.js';
import {withoutPackage} from './node-package.js';
import {failed} from './outcomes.js';
import type {Plan} from './plan.js';
import type {Ports} from './ports.js';
import {isKnownStopped, notStopped, type PreparedReset, plannedService, refusalOf} from './reset-together.js';
import {otherService} from './same-service.js';
import {stopWatcher} from './stop.js';

/** Milliseconds until the store shows that a watcher is stopped, after it was observed to be. */
const REPORTED = 5_000;

/** The first phase of a member of an all-or-none service: it is stopped if `--stop` was given. Nothing is removed yet. */
export async function stopTogether(run: Run<PreparedReset>, watcher: string): Promise<Outcome | null> {
  const {plan, ports, target, report, signal} = run;
  const lacking = await withoutPackage(run);
  if (lacking !== null) return lacking;
  const service = plannedService(target, plan);
  // Checked again: things may have changed while the operator was asked.
  const refused = service === null ? null : refusalOf(service, plan, ports.state());
  if (refused !== null) return failed(refused, {sent: false});
  const other = await otherService(run, watcher);
  if (other !== null) return other;
  if (!plan.args.options.has('stop')) return null;
  const ended = await stopFirst(run, watcher);
  if (ended !== null) return ended;
  if (!(await ports.until(state => isKnownStopped(target, state), REPORTED, signal))) {
    return failed('stopped, and then its node did not say so; nothing was removed', {sent: true});
  }
  report({type: 'waits', for: `${watcher} to be stopped on all its members`, pids: []});
  return null;
}

/** How the targets were stopped before their reset, which is another phase. */
const stops = new WeakMap<Target, Outcome>();

/** Stops a watcher before its reset. @returns the outcome if the target ends here; null: go on */
export async function stopFirst(run: Run, watcher: string): Promise<Outcome | null> {
  const stopped = await stopWatcher(run, watcher);
  if (stopped.kind !== 'ok') return {...stopped, reason: `${stopped.reason}; nothing was removed`};
  stops.set(run.target, stopped);
  return null;
}

/** The outcome of a reset, with how its watcher was stopped before. */
export function withStop(target: Target, outcome: Outcome): Outcome {
  const stopped = stops.get(target);
  if (stopped === undefined) return outcome;
  const {forced, reason} = stopped;
  const words = forced === undefined || forced === false ? null : `stopped: ${reason}`;
  const reasons = [outcome.reason, words].filter(each => each !== null);
  return {
    ...outcome,
    ...(forced === undefined ? {} : {forced}),
    reason: reasons.length === 0 ? null : reasons.join('; '),
  };
}

/** Whether the members of a service are reset: on all of them or on none. */
export function decideTogether(
  name: string,
  plan: Plan<PreparedReset>,
  ended: ReadonlyMap<Target, Outcome>,
  ports: Ports,
): Outcome | null {
  const hasStopped = plan.args.options.has('stop');
  const none = (why: string) =>
    failed(`${why}; nothing was removed here`, {sent: hasStopped, state: hasStopped ? 'stopped' : null});
  if (ended.size > 0) {
    const nodes = formatNodeSet([...ended.keys()].map(({node}) => node));
    return none(hasStopped ? `it is not known to be stopped on ${nodes}` : `it cannot be reset on ${nodes}`);
  }
  const service = plan.prepared.services.find(each => each.name === name);
  if (service === undefined) return null;
  const reason = refusalOf(service, plan, ports.state()) ?? notStopped(service, ports.state());
  return reason === null ? null : none(reason);
}
