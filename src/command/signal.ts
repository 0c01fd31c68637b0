import type {Outcome} from '../model/job.js';
import {signalName, signalNumber} from '../model/signals.js';
import type {State} from '../store/state.js';
import type {Arguments} from './arguments.js';
import {type CommandOption, preparing, type Run, type TargetCommand} from './command.js';
import {observe} from './end-state.js';
import {identifiedNode, notIdentified} from './node-package.js';
import {beyondReach, failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import type {Plan} from './plan.js';
import {misused, type PlanContext, type Result} from './plan.js';
import {planWatchers} from './targets.js';

const PID: CommandOption = {
  name: 'pid',
  value: 'PID',
  isMany: false,
  summary: 'To this one process alone, which may also be one that the watcher’s have started',
};

/** The one process that is meant; `started` (s after its machine's boot) tells it from a later one with its pid, null: not known. */
interface OneProcess {
  readonly pid: number;
  readonly started: number | null;
}

const SIGNAL: TargetCommand<OneProcess | null> = {
  name: 'signal',
  summary: 'Send a signal, such as HUP or 9, to all processes of watchers',
  args: [
    {name: 'watcher', kind: 'watcher', isOptional: true, isMany: true},
    {name: 'signal', kind: 'signal', isOptional: false, isMany: false},
  ],
  options: [PID],
  takesOn: true,
  scope: 'process',
  effect: 'interrupt',
  circus: 'signal',
  plan,
  run: run => (run.plan.prepared === null ? sendSignal(run) : sendToOne(run, run.plan.prepared)),
};

/** circus `signal`; never refused, not even while another command holds the node's lock. `ok`: it was delivered. */
export const signal: TargetCommand = preparing(SIGNAL);

function plan(args: Arguments, context: PlanContext): Result<Plan<OneProcess | null>> {
  if (wanted(args) === null) {
    const {text, at} = args.operands.get('signal')?.[0] ?? {text: '', at: 0};
    return misused(`"${text}" is no signal: HUP, USR1, KILL, 9 …`, at);
  }
  const planned = planWatchers(signal, args, context);
  const word = args.options.get(PID.name)?.[0];
  if (!planned.ok || word === undefined)
    return planned.ok ? {ok: true, value: {...planned.value, prepared: null}} : planned;
  if (!/^[1-9]\d{0,9}$/.test(word.text)) return misused(`"${word.text}" is no process id, such as 4711`, word.at);
  const {targets} = planned.value;
  const [target] = targets;
  if (target === undefined || target.watcher === null || targets.length > 1) {
    return misused('--pid is of one process: name one watcher, and on one node', word.at);
  }
  const pid = Number(word.text);
  const started = startOf(context.state, target.node, target.watcher, pid);
  return {ok: true, value: {...planned.value, prepared: {pid, started}}};
}

/** Where the node tells it. */
function startOf(state: State, node: string, watcher: string, pid: number): number | null {
  const sampled = state.nodes.get(node)?.sampled ?? null;
  const processes = sampled?.last.watchers.get(watcher)?.processes ?? [];
  return processes.find(process => process.pid === pid)?.started ?? null;
}

async function sendSignal(run: Run<OneProcess | null>): Promise<Outcome> {
  const {target, ports} = run;
  const beyond = beyondReach(target, ports.state());
  if (beyond !== null) return beyond;
  const number = wanted(run.plan.args);
  if (target.watcher === null || number === null) return failed('no watcher was named', {sent: false});
  const before = await observe(run, target.watcher);
  if (before.kind === 'lost') return failed(before.reason, {sent: false});
  if (before.kind !== 'reply') return withoutReply(before, run.signal);
  const {state, pids} = before.reply;
  if (pids.length === 0) return failed(`${target.watcher} has no process to signal`, {sent: false, state});
  const args = {watcher: target.watcher, signal: number, pid: null};
  const result = await ports.call(target.node, 'signal', args, {timeout: ports.timeout ?? ANSWER, signal: run.signal});
  if (result.kind === 'lost') return unknown(result.reason);
  if (result.kind !== 'reply') return withoutReply(result, run.signal);
  return ok({changed: null, state, reason: `${signalName(number)} sent to ${pids.join(', ')}`});
}

/** By our package to the very process; a stock circusd has a way to those that it started itself alone. */
async function sendToOne(run: Run<OneProcess | null>, {pid, started}: OneProcess): Promise<Outcome> {
  const {target, ports} = run;
  const {watcher} = target;
  const beyond = beyondReach(target, ports.state());
  if (beyond !== null) return beyond;
  const number = wanted(run.plan.args);
  if (watcher === null || number === null) return failed('no watcher was named', {sent: false});
  const options = {timeout: ports.timeout ?? ANSWER, signal: run.signal};
  // Until it has said what it is, it looks like a stock one, which has no way to what its processes have started.
  const row = await identifiedNode(run);
  if (row === null) return notIdentified(run);
  const before = await observe(run, watcher);
  if (before.kind === 'lost') return failed(before.reason, {sent: false});
  if (before.kind !== 'reply') return withoutReply(before, run.signal);
  const {state, pids} = before.reply;
  const knowsFamilies = row.info !== null && row.info.samplesEvery !== null;
  if (!knowsFamilies && !pids.includes(pid)) {
    const reason = `${watcher} has no process ${pid}; to what its processes have started only a circusman-node that sends samples can send a signal`;
    return failed(reason, {sent: false, state});
  }
  const result = knowsFamilies
    ? await ports.call(target.node, 'signalProcess', {watcher, pid, started, signal: number}, options)
    : await ports.call(target.node, 'signal', {watcher, pid, signal: number}, options);
  if (result.kind === 'lost') return unknown(result.reason);
  if (result.kind !== 'reply') return withoutReply(result, run.signal);
  return ok({changed: null, state, reason: `${signalName(number)} sent to ${pid}`});
}

function wanted(args: Arguments): number | null {
  const word = args.operands.get('signal')?.[0];
  return word === undefined ? null : signalNumber(word.text);
}
