import {flappingRate} from '../model/crashes.js';
import {formatExit} from '../model/display-state.js';
import type {Outcome} from '../model/job.js';
import {hasDoneItsWork, type WatcherOptions} from '../model/watcher.js';
import type {Run} from './command.js';
import {observe, observeUntil, type Seen, timedOut} from './end-state.js';
import {earlierText, endingsOf, endText} from './endings.js';
import {unknown} from './node-package.js';
import {failed, ok} from './outcomes.js';
import {watcherRow} from './target-row.js';

/** Milliseconds. */
const ANSWER = 5_000;
const STOPPED_WITHIN = 3_000;

/** What circus said of a start, or of the second half of a restart. */
export interface Came {
  readonly started: readonly number[];
  readonly kept: readonly number[];
  /** Whether the command changed something in any case. */
  readonly hasChanged: boolean;
  /** Whether its readiness is waited for afterwards: that tells of processes that end, with what came before and its log. */
  readonly isChecked: boolean;
  /** Monotonic ms: the end of the whole command. */
  readonly deadline: number;
}

/**
 * What came of a start. circus says `ok` also when no process came up, or when it ended at once, or when nobody wants one: only
 * what is listed afterwards counts, and what the watcher's own options make of it.
 */
export async function cameUp(run: Run, watcher: string, came: Came): Promise<Outcome> {
  const result = await observe(run, watcher);
  if (result.kind === 'reply') return judge(run, watcher, came, result.reply);
  const seen = await observeUntil(run, watcher, hasProcesses, run.ports.clock().monotonic + ANSWER);
  return seen === null ? unknown(`started, then ${result.reason}`) : judge(run, watcher, came, seen);
}

function hasProcesses({state, pids}: Seen): boolean {
  return state === 'running' && pids.length > 0;
}

async function judge(run: Run, watcher: string, came: Came, seen: Seen): Promise<Outcome> {
  const pids = [...came.started, ...came.kept];
  const alive = pids.filter(pid => seen.pids.includes(pid));
  if (alive.length > 0 && seen.state !== 'running') return timedOut(seen);
  if (pids.length > 0 && alive.length === pids.length) return inItsLoop(run, watcher, came, running(came, seen, alive));
  const options = await optionsOf(run, watcher);
  if (pids.length === 0) return withoutProcess(came, seen, options);
  const ended = pids.filter(pid => !alive.includes(pid));
  if (options?.respawns === false && !came.isChecked) return finished(run, watcher, came, {alive, ended, options});
  if (alive.length > 0) return running(came, seen, alive);
  // Of itself circusd starts others for those that end, and never stops such a watcher.
  if (seen.state === 'stopped' && options !== null && !came.isChecked) {
    const did = came.hasChanged ? 'restarted' : 'started';
    return failed(`it was ${did}, and is stopped again: somebody has stopped it since`, {sent: true, state: 'stopped'});
  }
  return came.isChecked ? running(came, {...seen, state: 'running'}, pids) : crashed(run, watcher, came, ended, seen);
}

function running({hasChanged, started}: Came, {state}: Seen, pids: readonly number[]): Outcome {
  return ok({changed: hasChanged || started.length > 0, state, pids});
}

/** That what ran already is in a crash loop: between two of its crashes it runs, and that is not all there is to say. */
function inItsLoop(run: Run, watcher: string, {isChecked}: Came, outcome: Outcome): Outcome {
  const row = watcherRow(run, watcher);
  const rate = row === null || isChecked || outcome.changed !== false ? null : flappingRate(row, run.ports.clock());
  if (row === null || rate === null) return outcome;
  const last = row.crashes.seen.at(-1)?.exit ?? row.lastExit;
  return {...outcome, reason: `it is flapping ${rate}${last === null ? '' : `: ${formatExit(last)}`}`};
}

/**
 * The outcome of a start whose answer was lost and that did not make it run in time: as the watcher's options have it that
 * may be the wanted end all the same.
 */
export async function asWished(run: Run, watcher: string, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'timed-out' || outcome.state !== 'stopped') return outcome;
  const options = await optionsOf(run, watcher);
  const reason = wishOf(options) ?? (isDone(run, watcher, options) ? 'done, exit 0' : null);
  return reason === null ? outcome : ok({changed: null, state: outcome.state, reason});
}

/** Why it has no process although it was started; null: it should have. */
function wishOf(options: WatcherOptions | null): string | null {
  if (options?.wanted === 0) return 'nothing is wanted (numprocesses is 0)';
  return options?.isOnDemand === true ? 'waits for a client of its sockets' : null;
}

function isDone(run: Run, watcher: string, options: WatcherOptions | null): boolean {
  return hasDoneItsWork(watcherRow(run, watcher)?.lastExit ?? null, options);
}

/** None was started and none was there: that may be as the watcher's options have it. */
function withoutProcess({hasChanged: changed}: Came, {state, pids}: Seen, options: WatcherOptions | null): Outcome {
  const reason = wishOf(options);
  if (reason !== null) return ok({changed, state, pids, reason});
  return failed('no process came up (the log of its circusd says why)', {sent: true, state});
}

/** Processes ended that nobody starts again: whether they did their work, their exit says. */
async function finished(
  run: Run,
  watcher: string,
  came: Came,
  {
    alive,
    ended,
    options,
  }: {readonly alive: readonly number[]; readonly ended: readonly number[]} & {
    readonly options: WatcherOptions;
  },
): Promise<Outcome> {
  const endings = await endingsOf(run, watcher, ended, came.deadline);
  // circusd stops such a watcher when it has seen the last one end.
  const isOver = (seen: Seen) => alive.length > 0 || seen.state === 'stopped';
  const state = (await observeUntil(run, watcher, isOver, run.ports.clock().monotonic + STOPPED_WITHIN))?.state ?? null;
  const rest = alive.length === 0 ? '' : `; ${alive.join(', ')} ${alive.length === 1 ? 'runs' : 'run'}`;
  const bad = ended.find(pid => endings.get(pid) != null && !hasDoneItsWork(endings.get(pid) ?? null, options));
  if (bad !== undefined) return failed(`${endText([bad], endings.get(bad) ?? null)}${rest}`, {sent: true, state});
  const untold = ended.filter(pid => endings.get(pid) == null);
  if (untold.length > 0) return {...unknown(`${endText(untold, null)}, and nobody told how${rest}`), state};
  const {hasChanged, started} = came;
  const changed = hasChanged || started.length > 0;
  const done = changed ? 'done, exit 0' : `was done, exit 0, as this came: start ${watcher} again to run it anew`;
  const reason = alive.length === 0 ? done : `${ended.length} of ${ended.length + alive.length} done, exit 0`;
  return ok({changed, state, pids: alive, reason});
}

/** circusd starts others for those that ended, in vain as it seems. */
async function crashed(run: Run, watcher: string, came: Came, ended: readonly number[], seen: Seen): Promise<Outcome> {
  const endings = await endingsOf(run, watcher, ended, came.deadline);
  const exit = ended.map(pid => endings.get(pid) ?? null).find(each => each !== null) ?? null;
  const when = came.started.length > 0 ? ' right after its start' : '';
  const earlier = earlierText(watcherRow(run, watcher), ended);
  return failed(`${endText(ended, exit)}${when}${earlier}`, {sent: true, state: seen.state});
}

/** What the watcher shall be now: what was read before may be old, and this is not asked often. */
async function optionsOf(run: Run, watcher: string): Promise<WatcherOptions | null> {
  const {ports, signal, target} = run;
  const asked = await ports.call(target.node, 'options', {watcher}, {timeout: ANSWER, signal});
  return asked.kind === 'reply' ? asked.reply : (watcherRow(run, watcher)?.options ?? null);
}
