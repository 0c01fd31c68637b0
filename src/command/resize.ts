import type {Outcome} from '../model/job.js';
import {allow} from './allowance.js';
import type {Arguments} from './arguments.js';
import {type Effect, preparing, type Run, type TargetCommand} from './command.js';
import {findOut, observe, observeUntil, type Seen, timedOut} from './end-state.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {NOTHING, reportWaits} from './waiting.js';

/** circus `incr`; `ok` when the watcher is to have that many more processes, and has them, if it runs. */
export const incr: TargetCommand = resizing('incr', 'Give a watcher processes more: one, or COUNT', 'change');

/** circus `decr`; `ok` when the watcher is to have that many fewer processes, and the rest have ended. circus ends the oldest first. */
export const decr: TargetCommand = resizing('decr', 'Take processes from a watcher: one, or COUNT', 'interrupt');

/** A watcher has not nearly as many. */
const MOST = 10_000;

function resizing(name: 'incr' | 'decr', summary: string, effect: Effect): TargetCommand {
  const command: TargetCommand<number> = {
    name,
    summary,
    args: [
      {name: 'watcher', kind: 'watcher', isOptional: false, isMany: false},
      {name: 'count', kind: 'count', isOptional: true, isMany: false},
    ],
    takesOn: true,
    scope: 'watcher',
    effect,
    asksOfSeveral: true,
    circus: name,
    plan,
    run: run => withWatcher(run, (run, watcher) => resize(run, watcher, name)),
  };

  function plan(args: Arguments, context: PlanContext): Result<Plan<number>> {
    const word = args.operands.get('count')?.[0];
    if (word !== undefined && (!/^[1-9]\d{0,4}$/.test(word.text) || Number(word.text) > MOST)) {
      return misused(`"${word.text}" is no number of processes, 1 to ${MOST.toLocaleString('en')}`, word.at);
    }
    const planned = planWatchers(command as unknown as TargetCommand, args, context);
    return planned.ok ? {ok: true, value: {...planned.value, prepared: Number(word?.text ?? 1)}} : planned;
  }

  return preparing(command);
}

async function resize(run: Run<number>, watcher: string, name: 'incr' | 'decr'): Promise<Outcome> {
  const {ports, target, signal} = run;
  const by = run.plan.prepared;
  const before = await ports.call(target.node, 'options', {watcher}, {timeout: ANSWER, signal});
  if (before.kind === 'lost') return failed(before.reason, {sent: false});
  if (before.kind !== 'reply') return withoutReply(before, signal);
  const {wanted: had, respawns} = before.reply;
  if (name === 'decr' && had === 0) {
    const state = watcherRow(run, watcher)?.state ?? null;
    return ok({changed: false, sent: false, state, reason: 'it is to have no process already'});
  }
  const {timeout, lost} = await allow(run, watcher, {
    stops: name === 'decr',
    starts: name === 'incr',
    readyWithin: null,
  });
  const options = {timeout, signal, onWait: reportWaits(run, NOTHING)};
  const answer = await ports.call(target.node, name, {watcher, by}, options);
  const wanted = name === 'incr' ? had + by : Math.max(0, had - by);
  if (answer.kind === 'lost') {
    const outcome = await findOut(run, watcher, seen => isAsWanted(seen, wanted), {...lost, reason: answer.reason});
    return outcome.kind === 'ok' ? asWished(run, watcher, wanted, outcome) : outcome;
  }
  if (answer.kind !== 'reply') return withoutReply(answer, signal);
  if (answer.reply.isSingleton)
    return failed('it is a singleton: circus does not change how many it has', {sent: true});
  if (name === 'incr' && !respawns) {
    const reason = `${had} → ${answer.reply.wanted}, but its respawn is off: circus starts none before its next start`;
    return failed(reason, {sent: true, state: watcherRow(run, watcher)?.state ?? null});
  }
  return sized(run, watcher, {had, wanted: answer.reply.wanted, deadline: lost.deadline});
}

/** After a lost answer: that as many run, or that none does, does not say what it is to have. */
async function asWished(run: Run, watcher: string, wanted: number, outcome: Outcome): Promise<Outcome> {
  const {ports, target, signal} = run;
  const asked = await ports.call(target.node, 'options', {watcher}, {timeout: ANSWER, signal});
  if (asked.kind !== 'reply') return unknown(`whether it was done is not known: ${asked.reason}`, outcome.state);
  if (asked.reply.wanted === wanted) return outcome;
  const reason = `it is to have ${asked.reply.wanted} instead of ${wanted}`;
  return failed(reason, {sent: true, state: outcome.state});
}

export interface Sizes {
  readonly had: number;
  /** What circus has answered that it is to have. */
  readonly wanted: number;
  /** Monotonic ms. */
  readonly deadline: number;
}

/** circus answers when it has begun, and what it lists decides. */
export async function sized(run: Run, watcher: string, {had, wanted, deadline}: Sizes): Promise<Outcome> {
  const first = await observe(run, watcher);
  const seen =
    first.kind === 'reply' && isAsWanted(first.reply, wanted)
      ? first.reply
      : await observeUntil(run, watcher, each => isAsWanted(each, wanted), deadline);
  if (seen === null) return unknown('it was done, then the node did not answer');
  const {state, pids} = seen;
  if (!isAsWanted(seen, wanted)) {
    if (state !== 'running') return timedOut(seen);
    const reason = `${processes(pids.length)} instead of ${wanted}`;
    return {kind: 'timed-out', changed: null, sent: true, state, reason};
  }
  const reason = state === 'stopped' ? `${had} → ${wanted}, once it is started: it is stopped` : `${had} → ${wanted}`;
  return ok({changed: wanted !== had, state, pids, reason});
}

/** A stopped watcher is only told what it is to have. */
function isAsWanted({state, pids}: Seen, wanted: number): boolean {
  return state === 'stopped' || (state === 'running' && pids.length === wanted);
}

function processes(count: number): string {
  return count === 1 ? 'it has 1 process' : `it has ${count} processes`;
}
