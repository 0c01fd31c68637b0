import type {Outcome} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import {shownNodes} from '../store/selectors.js';
import type {Arguments} from './arguments.js';
import type {Command, Run} from './command.js';
import {typedAgain} from './options.js';
import {failed} from './outcomes.js';
import type {Plan, PlanContext, Result} from './plan.js';
import {nodesOf} from './targets.js';

/** The plan of a command on nodes themselves: on those that `on` names, else on the whole cluster. One circusd with several names is one target. */
export function planNodes(command: Command, args: Arguments, {state}: PlanContext): Result<Plan> {
  const chosen = args.cells === null ? args.on : nodesOf(args.cells);
  const rows = (chosen ?? shownNodes(state).map(row => row.spec.id)).flatMap(node => state.nodes.get(node) ?? []);
  const nodes = [...new Set(rows.map(row => row.sameAs ?? row.spec.id))];
  if (nodes.length === 0) {
    const message =
      state.nodes.size === 0
        ? 'the cluster is empty: cluster SET says which nodes are in it'
        : `there is no node to ${command.name}`;
    return {ok: false, problem: {message, at: 0, kind: 'no-target'}};
  }
  const away = nodes.filter(node => ['offline', 'stale'].includes(state.nodes.get(node)?.link ?? ''));
  const warnings = away.length === 0 ? [] : [`${formatNodeSet(away)} ${away.length === 1 ? 'does' : 'do'} not answer`];
  const text = typedAgain(command, [], formatNodeSet(nodes), args.options);
  const targets = nodes.map(node => ({node, watcher: null}));
  return {ok: true, value: {command, args, text, targets, warnings, prepared: null}};
}

/** The outcome of a node that is known to be out of reach before anything is sent; null: go on. */
export function nodeBeyondReach({target, ports}: Run): Outcome | null {
  const row = ports.state().nodes.get(target.node);
  if (row === undefined) return failed('not in the cluster any more', {sent: false});
  return row.link === 'offline' ? failed(`offline: ${row.error ?? 'it does not answer'}`, {sent: false}) : null;
}
