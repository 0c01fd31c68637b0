import type {CallResult, Calls} from '../model/calls.js';
import {flappingRate} from '../model/crashes.js';
import type {Outcome} from '../model/job.js';
import {hasDoneItsWork, type WatcherOptions} from '../model/watcher.js';
import {formatExit} from '../wording/display-state.js';
import {type Allowance, allow} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {findOut, isRunning, observe, observeUntil, type Seen, timedOut} from './end-state.js';
import {crashed, doneOrFailed} from './ended-early.js';
import {freezeRefusal} from './freeze.js';
import {notIdentified} from './node-package.js';
import {STRICT} from './options.js';
import {besideOrphans} from './orphan-warnings.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {PACE_OPTIONS} from './pace.js';
import {untilReady} from './ready.js';
import {notApart} from './start-apart.js';
import {readinessOf} from './start-fate.js';
import {withStartWarnings} from './start-warnings.js';
import {WATCHERS, watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {NOTHING, reportWaits} from './waiting.js';
import {freshOptions} from './watcher-options.js';

/** circus `start`; `ok` when the watcher is active and a process of it is listed, and ready where that is checked. */
export const start: TargetCommand = {
  name: 'start',
  summary: 'Start watchers, and wait until they run',
  args: [WATCHERS],
  options: [STRICT, ...PACE_OPTIONS],
  takesOn: true,
  scope: 'watcher',
  effect: 'change',
  circus: 'start',
  plan: (args, context) => {
    const plan = withStartWarnings(planWatchers(start, args, context), context.state);
    return notApart(plan, args, context.state);
  },
  run: run => withWatcher(run, startWatcher),
};

/** Starts one watcher. The file follows these steps in order. */
export async function startWatcher(run: Run, watcher: string): Promise<Outcome> {
  // A service with a readiness check may take longer, and is not up when its process is.
  const readiness = await readinessOf(run, watcher);
  if (readiness === null) return notIdentified(run);
  const allowance = await allow(run, watcher, {stops: false, starts: true, readyWithin: readiness.within});
  const answer = await sendStart(run, watcher, allowance);
  const outcome = await afterAnswer(run, watcher, answer, allowance, readiness.within !== null);
  const ready = await untilReady(run, watcher, outcome, readiness, allowance.lost.deadline);
  return besideOrphans(run, ready);
}

type StartReply = Calls['start']['reply'];

/** Sends circus `start`, unless that would freeze its circusd at that moment. */
function sendStart(run: Run, watcher: string, {timeout}: Allowance): Promise<CallResult<StartReply>> {
  const {ports, signal, target} = run;
  const refusal = () => freezeRefusal(run, watcher);
  const options = {timeout, signal, onWait: reportWaits(run, NOTHING), refusal};
  return ports.call(target.node, 'start', {watcher}, options);
}

async function afterAnswer(
  run: Run,
  watcher: string,
  answer: CallResult<StartReply>,
  {lost}: Allowance,
  isChecked: boolean,
): Promise<Outcome> {
  switch (answer.kind) {
    case 'reply':
      return cameUp(run, watcher, {...answer.reply, hasChanged: false, isChecked, deadline: lost.deadline});
    case 'lost':
      return asWished(run, watcher, await findOut(run, watcher, isRunning, {...lost, reason: answer.reason}));
    case 'refused':
    case 'unsent':
      return withoutReply(answer, run.signal);
  }
}

/** What circus answered to a start, or to a restart about its second half. */
interface Came extends StartReply {
  /** Whether the command changed something in any case. */
  readonly hasChanged: boolean;
  /** Whether its readiness is waited for afterwards: that explains processes that end, with what came before and the log. */
  readonly isChecked: boolean;
  /** Monotonic ms: the end of the whole command. */
  readonly deadline: number;
}

/**
 * What came of a start that circus answered. It answers `ok` also when no process came up, when one ended at once, and when none
 * is wanted: only what is listed afterwards counts, and what the watcher's options make of it.
 */
export async function cameUp(run: Run, watcher: string, came: Came): Promise<Outcome> {
  const first = await observe(run, watcher);
  if (first.kind === 'reply') return judge(run, watcher, came, first.reply);
  const later = await observeUntil(run, watcher, isRunning, run.ports.clock().monotonic + ASK_AGAIN);
  return later === null ? unknown(`started, then ${first.reason}`) : judge(run, watcher, came, later);
}

/** Milliseconds. */
const ASK_AGAIN = 5_000;

async function judge(run: Run, watcher: string, came: Came, seen: Seen): Promise<Outcome> {
  const pids = [...came.started, ...came.kept];
  const alive = pids.filter(pid => seen.pids.includes(pid));
  const ended = pids.filter(pid => !alive.includes(pid));
  if (alive.length > 0 && seen.state !== 'running') return timedOut(seen);
  if (alive.length > 0 && ended.length === 0) return flappingSaid(run, watcher, came, running(came, seen, alive));
  const options = await freshOptions(run, watcher);
  if (pids.length === 0) return withoutProcess(came, seen, options);
  if (came.isChecked) return running(came, {...seen, state: 'running'}, alive.length > 0 ? alive : pids);
  const early = {alive, ended, changed: hasChanged(came), deadline: came.deadline};
  if (options?.respawns === false) return doneOrFailed(run, watcher, early, options);
  if (alive.length > 0) return running(came, seen, alive);
  // circusd itself never stops a watcher whose processes it starts again.
  if (seen.state === 'stopped' && options !== null) {
    const did = came.hasChanged ? 'restarted' : 'started';
    return failed(`it was ${did}, and is stopped again: somebody has stopped it since`, {sent: true, state: 'stopped'});
  }
  return crashed(run, watcher, early, {state: seen.state, hasStarted: came.started.length > 0});
}

function running(came: Came, {state}: Seen, pids: readonly number[]): Outcome {
  return ok({changed: hasChanged(came), state, pids});
}

function hasChanged(came: Came): boolean {
  return came.hasChanged || came.started.length > 0;
}

/** Adds that what ran already is in a crash loop, where a start happens to find it running between two crashes. */
function flappingSaid(run: Run, watcher: string, {isChecked}: Came, outcome: Outcome): Outcome {
  const row = watcherRow(run, watcher);
  const rate = row === null || isChecked || outcome.changed !== false ? null : flappingRate(row, run.ports.clock());
  if (row === null || rate === null) return outcome;
  const last = row.crashes.seen.at(-1)?.exit ?? row.lastExit;
  return {...outcome, reason: `it is flapping ${rate}${last === null ? '' : `: ${formatExit(last)}`}`};
}

/** The outcome where none was started and none was there, which the watcher's options may want so. */
function withoutProcess({hasChanged: changed}: Came, {state, pids}: Seen, options: WatcherOptions | null): Outcome {
  const reason = whyNoneIsWanted(options);
  if (reason !== null) return ok({changed, state, pids, reason});
  return failed('no process came up (the log of its circusd says why)', {sent: true, state});
}

/** Why the watcher has no process although it was started; null: it should have one. */
function whyNoneIsWanted(options: WatcherOptions | null): string | null {
  if (options?.wanted === 0) return 'nothing is wanted (numprocesses is 0)';
  return options?.isOnDemand === true ? 'waits for a client of its sockets' : null;
}

/** The outcome of a start whose answer was lost and after which nothing runs: the watcher's options may want it so. */
async function asWished(run: Run, watcher: string, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'timed-out' || outcome.state !== 'stopped') return outcome;
  const options = await freshOptions(run, watcher);
  const isDone = hasDoneItsWork(watcherRow(run, watcher)?.lastExit ?? null, options);
  const reason = whyNoneIsWanted(options) ?? (isDone ? 'done, exit 0' : null);
  return reason === null ? outcome : ok({changed: null, state: outcome.state, reason});
}
