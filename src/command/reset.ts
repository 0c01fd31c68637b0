import {formatBytes} from '../model/figures.js';
import type {Outcome, Target} from '../model/job.js';
import type {ResetReply, ResetRequest} from '../model/service.js';
import type {State} from '../store/state.js';
import type {Arguments, Plan, PlanContext, Result, Run, TargetCommand} from './command.js';
import {deriveTimeout} from './end-state.js';
import {mayBeService, unknown, untilAnswering, withoutPackage} from './node-package.js';
import {failed, ok, withoutReply} from './outcomes.js';
import {isOfAllMembers, onNodes, partialReset, runningMembers} from './reset-together.js';
import {killProcesses, stopWatcher, WATCHERS, withWatcher} from './start-stop.js';
import {planWatchers} from './targets.js';

/** Milliseconds: counting what goes takes its time where there are very many files. */
const ANSWER = 60_000;

/** The package's `reset`; `ok` when the folders are aside: the watcher may be started again. They are removed in the background. */
export const reset: TargetCommand = {
  name: 'reset',
  summary: 'Remove the data of services that are stopped, or their logs; the configuration stays',
  args: [WATCHERS],
  options: [
    {name: 'data', value: null, isMany: false, summary: 'The data; this is meant where --logs is not said, too'},
    {name: 'logs', value: null, isMany: false, summary: 'The logs; without --data nothing else'},
    {
      name: 'dry-run',
      value: null,
      isMany: false,
      summary: 'Only say how many files and bytes would go',
      effect: 'read',
    },
    {name: 'stop', value: null, isMany: false, summary: 'Stop them first, and wait until their processes have ended'},
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'destroy',
  plan: planReset,
  run: run => withWatcher(run, resetWatcher),
  force: killProcesses,
};

function planReset(args: Arguments, context: PlanContext): Result<Plan> {
  const planned = planWatchers(reset, args, context, target => mayBeService(target, context.state));
  if (!planned.ok) return planned;
  const message = partialReset(planned.value, context.state);
  return message === null ? planned : {ok: false, problem: {message, at: 0, kind: 'refused'}};
}

async function resetWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {plan, ports, target, signal} = run;
  const lacking = await withoutPackage(run);
  if (lacking !== null) return lacking;
  // Once more: what the plan was made of may have changed while it was asked about.
  const partial = partialReset(plan, ports.state());
  if (partial !== null) return failed(partial, {sent: false});
  const request = requestOf(run);
  if (plan.args.options.has('stop') && !request.isDryRun) {
    const unstopped = await stopFirst(run, watcher);
    if (unstopped !== null) return unstopped;
  }
  const timeout = ports.timeout ?? ANSWER;
  const result = await ports.call(target.node, 'reset', {watcher, request}, {timeout, signal});
  if (result.kind === 'lost') return findOut(run, watcher, request, result.reason);
  if (result.kind !== 'reply') return withoutReply(result, signal);
  const {reply} = result;
  run.report({type: 'data', data: reply});
  const figures = describe(reply);
  if (!request.isDryRun) return ok({changed: reply.files > 0, state: 'stopped', reason: figures});
  const state = ports.state().nodes.get(target.node)?.watchers.get(watcher)?.state ?? null;
  return ok({changed: false, state, reason: `would remove ${figures}`});
}

function requestOf({plan, target, ports}: Run): ResetRequest {
  const {options} = plan.args;
  return {
    data: options.has('data'),
    logs: options.has('logs'),
    isDryRun: options.has('dry-run'),
    isWhole: isOfAllMembers(target, plan.targets, ports.state()),
  };
}

/**
 * Stops the watcher; where the service is reset on all members or on none, waits for the other members as well: one that does
 * not stop leaves all of them as they were. @returns what ends the target; null: go on
 */
async function stopFirst(run: Run, watcher: string): Promise<Outcome | null> {
  const {ports, target, report, signal} = run;
  const stopped = await stopWatcher(run, watcher);
  if (stopped.kind !== 'ok') return {...stopped, reason: `${stopped.reason}; nothing was removed`};
  const running = runningMembers(target, ports.state());
  if (running.length === 0) return null;
  report({type: 'waits', for: `${watcher} to stop on ${onNodes(running)}`, pids: []});
  const timeout = ports.timeout ?? Math.max(...running.map(member => stopTimeout(member, ports.state())));
  if (await ports.until(state => runningMembers(target, state).length === 0, timeout, signal)) return null;
  const left = onNodes(runningMembers(target, ports.state()));
  return failed(`it has not stopped on ${left}; nothing was removed here`, {sent: true, state: 'stopped'});
}

function stopTimeout({node, watcher}: Target, state: State): number {
  const row = state.nodes.get(node);
  const options = row?.watchers.get(watcher ?? '')?.options ?? null;
  return deriveTimeout(row, options, {stops: true, starts: false, readyWithin: null});
}

/** After a reset whose answer was lost: nothing left to remove is what was wanted. */
async function findOut(run: Run, watcher: string, request: ResetRequest, reason: string): Promise<Outcome> {
  if (request.isDryRun) return failed(reason, {sent: true});
  const silent = await untilAnswering(run, reason);
  if (silent !== null) return silent;
  const {ports, target, signal} = run;
  const asked = {watcher, request: {...request, isDryRun: true}};
  const result = await ports.call(target.node, 'reset', asked, {timeout: ANSWER, signal});
  if (result.kind !== 'reply') return unknown(`${reason}; asking again did not tell`);
  // circusd's own log files stay, empty.
  if (result.reply.bytes === 0) return ok({changed: null, state: null, reason: 'nothing is left to remove'});
  return unknown(`${reason}; ${describe(result.reply)} are there now`);
}

/** "12 files, 3.4M". */
function describe({files, bytes}: ResetReply): string {
  return `${files} file${files === 1 ? '' : 's'}, ${formatBytes(bytes).trim()}`;
}
