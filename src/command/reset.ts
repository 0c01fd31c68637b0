import {formatBytes} from '../model/figures.js';
import type {Outcome} from '../model/job.js';
import type {ResetReply, ResetRequest} from '../model/service.js';
import type {Arguments} from './arguments.js';
import {preparing, type Run, type TargetCommand} from './command.js';
import {dryRunOption, isDryRun} from './dry-run.js';
import {findOutLater, mayBeService, withoutPackage} from './node-package.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import type {Plan, PlanContext, Result} from './plan.js';
import {decideTogether, stopFirst, stopTogether, withStop} from './reset-first.js';
import {
  allOrNone,
  groupOf,
  isOfAllMembers,
  type PreparedReset,
  refusal,
  serviceOfTarget,
  servicesOf,
} from './reset-together.js';
import {homesOf, otherService} from './same-service.js';
import {killProcesses} from './stop.js';
import {WATCHERS, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';

/** Milliseconds: counting very many files takes long. */
const COUNTING = 60_000;

/** The package's `reset`; `ok` when the folders are aside: the watcher may be started again. They are removed in the background. */
export const reset: TargetCommand = preparing<PreparedReset>({
  name: 'reset',
  summary: 'Remove the data of services that are stopped, or their logs; the configuration stays',
  args: [WATCHERS],
  options: [
    {name: 'data', value: null, isMany: false, summary: 'The data; this is meant where --logs is not said, too'},
    {name: 'logs', value: null, isMany: false, summary: 'The logs; without --data nothing else'},
    dryRunOption('Only say how many files and bytes would go'),
    {name: 'stop', value: null, isMany: false, summary: 'Stop them first, and wait until their processes have ended'},
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'destroy',
  circus: 'reset',
  plan: planReset,
  first: {groupOf, run: run => withWatcher(run, stopTogether), decide: decideTogether},
  run: run => withWatcher(run, resetWatcher),
  force: killProcesses,
});

function planReset(args: Arguments, context: PlanContext): Result<Plan<PreparedReset>> {
  const planned = planWatchers(reset, args, context, target => mayBeService(target, context.state));
  if (!planned.ok) return planned;
  const plan = {
    ...planned.value,
    prepared: {
      services: servicesOf(planned.value.targets, context.state),
      homes: homesOf(planned.value.targets, context.state),
    },
  };
  const message = refusal(plan, context.state);
  return message === null
    ? {ok: true, value: plan}
    : {ok: false, problem: {message, at: 0, kind: 'refused', mayPass: true}};
}

async function resetWatcher(run: Run<PreparedReset>, watcher: string): Promise<Outcome> {
  const {plan, target} = run;
  const lacking = await withoutPackage(run);
  if (lacking !== null) return lacking;
  const other = await otherService(run, watcher);
  if (other !== null) return other;
  const request = requestOf(run);
  if (!request.isDryRun && groupOf(target, plan) === null) {
    const ended = await prepareAlone(run, watcher);
    if (ended !== null) return ended;
  }
  return withStop(target, await removeFolders(run, watcher, request));
}

async function removeFolders(run: Run<PreparedReset>, watcher: string, request: ResetRequest): Promise<Outcome> {
  const {plan, ports, target, signal} = run;
  const timeout = ports.timeout ?? COUNTING;
  const result = await ports.call(target.node, 'reset', {watcher, request}, {timeout, signal});
  if (result.kind === 'lost') return findOut(run, watcher, request, result.reason);
  if (result.kind !== 'reply') return withoutReply(result, signal);
  const {reply} = result;
  run.report({type: 'answer', answer: {kind: 'folders', data: reply}});
  const figures = describe(reply);
  // It is not known any more whether there was something to stop.
  const changed = reply.files > 0 || (plan.args.options.has('stop') ? null : false);
  if (!request.isDryRun) return ok({changed, state: 'stopped', reason: figures});
  const state = ports.state().nodes.get(target.node)?.watchers.get(watcher)?.state ?? null;
  return ok({changed: false, state, reason: `would remove ${figures}`});
}

/** For a watcher that is reset by itself: stops it if `--stop` was given. @returns the outcome if the target ends here; null: go on */
async function prepareAlone(run: Run<PreparedReset>, watcher: string): Promise<Outcome | null> {
  const {plan, ports, target} = run;
  const service = serviceOfTarget(target, ports.state());
  if (service?.resetsTogether === true) {
    return failed(`${allOrNone(service.service)}, which was not known when this was planned`, {sent: false});
  }
  if (!plan.args.options.has('stop')) return null;
  return stopFirst(run, watcher);
}

function requestOf({plan, target}: Run<PreparedReset>): ResetRequest {
  const {options} = plan.args;
  return {
    data: options.has('data'),
    logs: options.has('logs'),
    isDryRun: isDryRun(plan.args),
    isWhole: isOfAllMembers(target, plan),
  };
}

/** After a reset whose answer was lost: `ok` if nothing is left to remove. */
function findOut(run: Run, watcher: string, request: ResetRequest, reason: string): Promise<Outcome> | Outcome {
  if (request.isDryRun) return failed(reason, {sent: true});
  return findOutLater(run, reason, async () => {
    const {ports, target, signal} = run;
    const asked = {watcher, request: {...request, isDryRun: true}};
    const result = await ports.call(target.node, 'reset', asked, {timeout: COUNTING, signal});
    if (result.kind !== 'reply') return null;
    // circusd's own log files stay, empty.
    if (result.reply.bytes === 0) return ok({changed: null, state: null, reason: 'nothing is left to remove'});
    return unknown(`${reason}; ${describe(result.reply)} are there now`);
  });
}

/** "12 files, 3.4M". */
function describe({files, bytes}: ResetReply): string {
  return `${files} file${files === 1 ? '' : 's'}, ${formatBytes(bytes)}`;
}
