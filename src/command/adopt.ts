import type {Outcome} from '../model/job.js';
import {deriveTimeout} from './allowance.js';
import type {Arguments} from './arguments.js';
import type {Run, TargetCommand} from './command.js';
import {findOutLater, withoutPackage} from './node-package.js';
import {ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import type {Plan, PlanContext, Result} from './plan.js';
import {withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {quoteName} from './tokens.js';

/** The package's `adopt`; `ok` when no orphan of the watcher is left. */
export const adopt: TargetCommand = {
  name: 'adopt',
  summary: 'End the orphans of a watcher: processes that a killed circusd, an rm or a stop left behind',
  args: [{name: 'watcher', kind: 'watcher', isOptional: false, isMany: false}],
  options: [
    {
      name: 'kill',
      value: null,
      isMany: false,
      isRequired: true,
      summary: 'End them: circus cannot take up a process that runs already',
    },
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  circus: 'adopt',
  sparesRunning: true,
  meansRemoved: true,
  plan: planAdopt,
  run: run => withWatcher(run, endOrphans),
};

function planAdopt(args: Arguments, context: PlanContext): Result<Plan> {
  if (args.options.has('kill')) return planWatchers(adopt, args, context);
  const {text, at} = args.operands.get('watcher')?.[0] ?? {text: 'WATCHER', at: 0};
  const message = `circus cannot take up a process that runs already: adopt --kill ${quoteName(text)} ends it`;
  return {ok: false, problem: {message, at, kind: 'usage'}};
}

async function endOrphans(run: Run, watcher: string): Promise<Outcome> {
  const {ports, target, signal, report} = run;
  const lacking = await withoutPackage(run);
  if (lacking !== null) return lacking;
  const row = ports.state().nodes.get(target.node);
  const known = row?.watchers.get(watcher) ?? null;
  const orphans = known?.health?.orphans ?? row?.left.get(watcher) ?? [];
  // circus signals only its own processes, so force cannot reach these.
  if (orphans.length > 0) report({type: 'waits', for: `${orphans.join(', ')} to end`, pids: []});
  const timeout =
    ports.timeout ?? deriveTimeout(row, known?.options ?? null, {stops: true, starts: false, readyWithin: null});
  const result = await ports.call(target.node, 'adopt', {watcher}, {timeout, signal});
  if (result.kind === 'lost') return findOut(run, watcher, result.reason, row?.left.has(watcher) === true);
  if (result.kind !== 'reply') return withoutReply(result, signal);
  const {ended, killed} = result.reply;
  report({type: 'answer', answer: {kind: 'orphans', data: {ended, killed}}});
  const state = known?.state ?? null;
  if (ended.length === 0) return ok({changed: false, state, reason: 'there was no orphan'});
  const done = ok({changed: true, state, reason: `ended ${ended.join(', ')}`});
  if (killed.length === 0) return {...done, forced: false};
  const who = killed.length === ended.length ? (killed.length === 1 ? 'it' : 'they') : killed.join(', ');
  return {...done, forced: {by: 'circus'}, reason: `${done.reason}; killed: ${who} did not end by SIGTERM`};
}

/** After a lost answer: `ok` if no orphan is left. */
function findOut(run: Run, watcher: string, reason: string, isRemoved: boolean): Promise<Outcome> {
  return findOutLater(run, reason, async () => {
    const {ports, target, signal} = run;
    const result = await ports.call(target.node, 'health', {}, {timeout: ANSWER, signal});
    if (result.kind !== 'reply') return null;
    const health = result.reply.get(watcher);
    // One that was removed is reported only while something of it runs.
    if (health === undefined && !isRemoved) return null;
    const orphans = health?.orphans ?? [];
    if (orphans.length > 0)
      return unknown(`${reason}; ${orphans.join(', ')} still run${orphans.length === 1 ? 's' : ''} there`);
    return ok({changed: null, state: null, reason: 'no orphan is left'});
  });
}
