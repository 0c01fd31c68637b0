import {parseDuration} from '../model/duration.js';
import type {Outcome} from '../model/job.js';
import {isSameCircusd} from '../model/node.js';
import {signalName, signalNumber} from '../model/signals.js';
import {allow} from './allowance.js';
import type {Arguments} from './arguments.js';
import {type CommandOption, preparing, type Run, type TargetCommand} from './command.js';
import {observe, observeUntil} from './end-state.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {killProcesses} from './stop.js';
import {watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {endOf} from './waiting.js';

const OPTIONS: readonly CommandOption[] = [
  {name: 'pid', value: 'PID', isMany: false, summary: 'This one of its processes alone'},
  {
    name: 'signum',
    value: 'SIGNAL',
    valueKind: 'signal',
    isMany: false,
    summary: 'By this signal instead of its stop signal',
  },
  {
    name: 'graceful-timeout',
    value: 'TIME',
    isMany: false,
    summary: 'SIGKILL after this time instead of its graceful_timeout',
  },
];

/** What ends which processes; null: as the watcher is set. */
interface Killing {
  readonly pid: number | null;
  readonly stopSignal: number | null;
  /** Seconds. */
  readonly gracefulTimeout: number | null;
}

const KILL: TargetCommand<Killing> = {
  name: 'kill',
  summary: 'End the processes of a watcher, which then starts new ones',
  args: [{name: 'watcher', kind: 'watcher', isOptional: false, isMany: true}],
  options: OPTIONS,
  takesOn: true,
  scope: 'process',
  effect: 'interrupt',
  circus: 'kill',
  plan,
  run: run => withWatcher(run, killWatcher),
  force: killProcesses,
};

/** circus `kill`; needs no lock. `ok`: none of the processes that were listed before is left. */
export const kill: TargetCommand = preparing(KILL);

function plan(args: Arguments, context: PlanContext): Result<Plan<Killing>> {
  const word = (name: string) => args.options.get(name)?.[0];
  const [pid, signum, patience] = [word('pid'), word('signum'), word('graceful-timeout')];
  if (pid !== undefined && !/^[1-9]\d{0,9}$/.test(pid.text)) {
    return misused(`"${pid.text}" is no process id, such as 4711`, pid.at);
  }
  const stopSignal = signum === undefined ? null : signalNumber(signum.text);
  if (signum !== undefined && stopSignal === null) {
    return misused(`"${signum.text}" is no signal: HUP, USR1, KILL, 9 …`, signum.at);
  }
  const ms = patience === undefined ? null : parseDuration(patience.text);
  if (patience !== undefined && ms === null) return misused(`"${patience.text}" is no time, such as 10s`, patience.at);
  const planned = planWatchers(kill, args, context);
  if (!planned.ok) return planned;
  const {targets} = planned.value;
  if (pid !== undefined && targets.length > 1) {
    return misused('--pid is of one process: name one watcher, and on one node', pid.at);
  }
  const gracefulTimeout = ms === null ? null : ms / 1_000;
  const prepared = {pid: pid === undefined ? null : Number(pid.text), stopSignal, gracefulTimeout};
  return {ok: true, value: {...planned.value, prepared}};
}

/** circus answers `ok` to a process that there is not, and to a watcher that it does not know: what is listed decides. */
async function killWatcher(run: Run<Killing>, watcher: string): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  const {pid, stopSignal, gracefulTimeout} = plan.prepared;
  const first = await observe(run, watcher);
  if (first.kind === 'lost') return failed(first.reason, {sent: false});
  if (first.kind !== 'reply') return withoutReply(first, signal);
  const {state, pids} = first.reply;
  const meant = pid === null ? pids : pids.filter(each => each === pid);
  if (pid !== null && meant.length === 0) return failed(`${watcher} has no process ${pid}`, {sent: false, state});
  if (meant.length === 0) return ok({changed: false, sent: false, state, reason: 'it has no process'});
  const {timeout, lost} = await allow(run, watcher, {stops: true, starts: true, readyWithin: null});
  run.report({type: 'waits', ...endOf(watcherRow(run, watcher), meant)});
  const longer = (gracefulTimeout ?? 0) * 1_000;
  const answer = await ports.call(
    target.node,
    'kill',
    {watcher, pid, stopSignal, gracefulTimeout},
    {timeout: ports.timeout ?? timeout + longer, signal},
  );
  if (answer.kind === 'refused' || answer.kind === 'unsent') return withoutReply(answer, signal);
  const isGone = ({pids: left}: {readonly pids: readonly number[]}) => !left.some(each => meant.includes(each));
  const seen = await observeUntil(run, watcher, isGone, lost.deadline);
  if (seen === null) return unknown(answer.kind === 'lost' ? answer.reason : 'killed, then the node did not answer');
  const left = seen.pids.filter(each => meant.includes(each));
  if (left.length > 0) {
    const reason = `${left.join(', ')} still ${left.length === 1 ? 'runs' : 'run'}`;
    return {kind: 'timed-out', changed: null, sent: true, state: seen.state, reason};
  }
  const now = ports.state().nodes.get(target.node)?.circusd ?? null;
  if (answer.kind === 'lost' && (lost.circusd === null || !isSameCircusd(lost.circusd, now))) {
    const reason = `${answer.reason}; another circusd may answer now, and whether ${meant.join(', ')} ended is not known`;
    return unknown(reason, seen.state);
  }
  const how = stopSignal === null ? '' : ` by ${signalName(stopSignal)}`;
  return ok({changed: true, state: seen.state, reason: `ended ${meant.join(', ')}${how}`});
}
