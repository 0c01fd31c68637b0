import type {Outcome} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Arguments, Token} from './arguments.js';
import type {WayPlan} from './cluster-plan.js';
import type {Run} from './command.js';
import {readNodes} from './node-operands.js';
import {identifiedNode, notIdentified} from './node-package.js';
import {ok} from './outcomes.js';
import type {PlanContext, Result} from './plan.js';

/** `cluster trust SET`: the machines that answer behind these nodes now are taken for the right ones. */
export function planTrust(
  [trust, ...named]: readonly Token[],
  _: Arguments,
  {sets, state}: PlanContext,
): Result<WayPlan> {
  const at = named[0]?.at ?? (trust?.at ?? 0) + 'trust'.length;
  const wrong = (message: string): Result<WayPlan> => ({ok: false, problem: {message, at, kind: 'usage'}});
  if (named.length === 0) return wrong('trust wants nodes, such as cluster trust 192.168.0.7');
  const nodes = readNodes(named, sets);
  if (!nodes.ok) return nodes;
  const stranger = nodes.value.find(({id}) => !state.nodes.has(id));
  if (stranger !== undefined)
    return wrong(`${stranger.id} is not in the cluster (${formatNodeSet([...state.nodes.keys()])})`);
  const text = `cluster trust ${formatNodeSet(nodes.value.map(({id}) => id))}`;
  const targets = nodes.value.map(({id}) => ({node: id, watcher: null}));
  return {ok: true, value: {text, targets, prepared: {after: null, description: null, act: trustNode}}};
}

/** Sends nothing: remembers the machine that the node has reported; if it cannot report one, forgets the one before. */
async function trustNode(run: Run): Promise<Outcome> {
  const {ports, target} = run;
  const identified = await identifiedNode(run);
  const row = identified ?? ports.state().nodes.get(target.node);
  if (row === undefined || row.link === 'offline' || (identified === null && row.knownMachine === null))
    return notIdentified(run);
  const machine = identified?.info?.machine ?? null;
  const cannotTell = machine === null ? [identified === null ? UNSAID : UNABLE] : [];
  if (machine === row.knownMachine) return ok({changed: false, sent: false, state: null, ...reasons(cannotTell)});
  const problem = await ports.machines.trust(target.node, machine);
  const briefly = problem === null ? [] : [`for this run only: ${problem}`];
  return ok({changed: true, sent: false, state: null, ...reasons([...cannotTell, ...briefly])});
}

const UNSAID = 'it has not said which machine it is: the next one that does is remembered';
const UNABLE = 'its circusd cannot tell which machine it is: none is remembered';

function reasons(parts: readonly string[]): {readonly reason?: string} {
  return parts.length === 0 ? {} : {reason: parts.join('; ')};
}
