import {membersOf, serviceOf} from '../store/services.js';
import type {State} from '../store/state.js';
import type {Arguments} from './arguments.js';
import {START_STOPPED} from './options.js';
import {readPace, USUAL_FANOUT} from './pace.js';
import type {Plan, Result} from './plan.js';
import {nodesOf} from './targets.js';
import {quoteName} from './tokens.js';

/**
 * Refuses the plan of a start bit by bit for a service whose members become ready only together, while none of them runs: the first
 * batch would wait for the second, which would never begin.
 */
export function notApart(plan: Result<Plan>, args: Arguments, state: State): Result<Plan> {
  if (!plan.ok) return plan;
  const {targets} = plan.value;
  const pace = readPace(args, nodesOf(targets).length);
  const {batch = null, maxFailures = null, fanout = null} = (pace.ok ? pace.value : null) ?? {};
  // With a limit of failures a node begins only when one before it is ready.
  const option = batch !== null ? 'batch' : maxFailures !== null ? 'max-failures' : null;
  if (option === null) return plan;
  const atOnce = batch ?? fanout ?? USUAL_FANOUT;
  const together = targets.find(({node, watcher}) => {
    const declared = watcher === null ? null : serviceOf(state.nodes.get(node), watcher);
    if (declared === null || !declared.startsTogether) return false;
    const members = membersOf(state, declared.service);
    const runs = members.some(({row, declared: {watcher: name}}) => row.watchers.get(name)?.state === 'running');
    return !runs && atOnce < members.length;
  });
  if (together?.watcher == null) return plan;
  const name = quoteName(together.watcher);
  const message = `the members of ${name} become ready only together, and none of them runs: start ${name} without --${option}`;
  return {ok: false, problem: {message, at: args.options.get(option)?.[0]?.at ?? 0, kind: 'refused'}};
}

/** The same of a restart or reload, which starts what is stopped only where that was asked for. */
export function notApartAgain(plan: Result<Plan>, args: Arguments, state: State): Result<Plan> {
  return args.options.has(START_STOPPED.name) ? notApart(plan, args, state) : plan;
}
