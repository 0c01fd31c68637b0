import type {Outcome, Target} from '../model/job.js';
import {serviceOf} from '../store/services.js';
import type {State} from '../store/state.js';
import type {Run} from './command.js';
import {failed, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';

/** A watcher's service, and the folder it lives in, when a command on it was planned. */
interface PlannedHome {
  readonly service: string;
  readonly home: string;
}

/** What a plan was confirmed for: which services its targets were then, and where. */
export interface Homes {
  readonly homes: ReadonlyMap<Target, PlannedHome>;
}

/** Which services the targets are, and where, as their nodes have reported: what a plan is confirmed for. */
export function homesOf(targets: readonly Target[], state: State): ReadonlyMap<Target, PlannedHome> {
  return new Map(
    targets.flatMap((target): readonly [Target, PlannedHome][] => {
      const declared = target.watcher === null ? null : serviceOf(state.nodes.get(target.node), target.watcher);
      return declared?.home == null ? [] : [[target, {service: declared.service, home: declared.home}]];
    }),
  );
}

/**
 * The outcome of a target whose watcher is another service now than when it was confirmed, or has another home, as after a
 * `reloadconfig` in between. The node itself is asked just before; null: it is the same, or it was not known.
 */
export async function otherService(
  {plan, ports, target, signal}: Run<Homes>,
  watcher: string,
): Promise<Outcome | null> {
  const before = plan.prepared.homes.get(target);
  if (before === undefined) return null;
  const asked = await ports.call(target.node, 'nodeInfo', {}, {timeout: ANSWER, signal});
  if (asked.kind === 'lost') return failed(asked.reason, {sent: false});
  if (asked.kind !== 'reply') return withoutReply(asked, signal);
  const now = asked.reply.services.find(service => service.watcher === watcher);
  if (now !== undefined && now.service === before.service && now.home === before.home) return null;
  const became = now === undefined ? 'no service' : `${now.service} in ${now.home}`;
  const reason = `it was ${before.service} in ${before.home} when this was planned, and is ${became} now: say it again if that is right`;
  return failed(reason, {sent: false});
}
