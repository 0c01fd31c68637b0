import {type Crash, recentCrashes} from '../model/crashes.js';
import type {Outcome} from '../model/job.js';
import type {WatcherHealth} from '../model/service.js';
import {serviceOf} from '../store/services.js';
import type {WatcherRow} from '../store/state.js';
import {crashWindow} from '../wording/crash-window.js';
import {formatExit} from '../wording/display-state.js';
import type {Run} from './command.js';
import {observe} from './end-state.js';
import {identifiedNode} from './node-package.js';
import {ANSWER} from './patience.js';
import {watcherRow} from './target-watcher.js';

/** What to know of a watcher before it is started, so that its readiness can be waited for. */
export interface StartReadiness {
  /** Milliseconds that it may take to be ready; null: no check is declared. */
  readonly within: number | null;
  /** Monotonic ms: what happens from now on belongs to the start. */
  readonly since: number;
  /** How many of its processes had been replaced before, as the node reported; null: it did not. */
  readonly restarts: number | null;
  /** Whether it cannot become ready before other members have started: if it ends because they are missing, it comes up again. */
  readonly startsTogether: boolean;
}

/** What has become of a start so far. */
type Fate =
  | {readonly kind: 'ready'}
  | {readonly kind: 'open'}
  /** It will not become ready; `why`: for people. */
  | {readonly kind: 'failed'; readonly why: string};

const READY: Fate = {kind: 'ready'};
const OPEN: Fate = {kind: 'open'};

/** The node repeats an answer for half a second. */
const SURELY_LATER = 600;
/** Of a service that waits for other members: it has failed when it ends more often than this, each time so soon; later ends are because of the others. */
const FORGIVEN = 2;
const SOON = 5_000;

/** To be called before the start; a stock circusd checks nothing. Null: the node has not reported in time what it is, so nobody knows when a start is over. */
export async function readinessOf(run: Run, watcher: string): Promise<StartReadiness | null> {
  const row = await identifiedNode(run);
  if (row === null) return null;
  const restarts = row.watchers.get(watcher)?.health?.restarts ?? null;
  const {readyWithin: within = null, startsTogether = false} = serviceOf(row, watcher) ?? {};
  return {within, since: run.ports.clock().monotonic, restarts, startsTogether};
}

/** What has become of a start that ended in `outcome`, as the node reported since, and by asking it where that may be too old. */
export async function fateOf(run: Run, watcher: string, outcome: Outcome, start: StartReadiness): Promise<Fate> {
  const row = watcherRow(run, watcher);
  if (row === null) return failed('it is not there any more');
  const end = endBeforeReady(row, start);
  if (end !== null) return failed(end);
  const done = [...row.done].at(-1);
  if (done !== undefined && row.processes.size === 0) return failed(`process ${done} exited 0 before it was ready`);
  if (row.state === 'stopped') {
    // This state may be older than the start: the node itself is asked.
    const seen = await observe(run, watcher);
    const isStopped = seen.kind === 'reply' && seen.reply.state === 'stopped';
    return isStopped ? failed('it was stopped before it was ready') : OPEN;
  }
  if (row.ready !== true || !(outcome.pids ?? []).some(pid => row.processes.has(pid))) return OPEN;
  const isOfStart = outcome.changed === false || (row.readySince?.monotonic ?? 0) >= start.since;
  return isOfStart || (await isReadyStill(run, watcher)) ? READY : OPEN;
}

function failed(why: string): Fate {
  return {kind: 'failed', why};
}

/** That too many of its processes have ended since the start, for people; null: not so. */
function endBeforeReady(row: WatcherRow, start: StartReadiness): string | null {
  const crashes = crashesOf(row, start);
  const crash = crashes.at(-1);
  if (crash !== undefined && countedOf(crashes, start).length > forgiven(start)) {
    const how = crash.exit === null ? 'ended' : exitText(crash.exit);
    const count = recentCrashes(row, crash.at);
    const again = count > 1 ? `, as ${count - 1} before it in ${crashWindow(row)}` : '';
    return `process ${crash.pid} ${how} before it was ready${again}`;
  }
  // The node's own count covers crashes whose event did not come.
  const seen = crashes.reduce((sum, {ends}) => sum + ends.length, 0);
  const unseen = (row.health?.restarts ?? 0) - (start.restarts ?? Number.POSITIVE_INFINITY) - seen;
  if (row.health === null || unseen <= forgiven(start)) return null;
  const exit = row.health.lastExit;
  return `its process ${exit === null ? 'ended' : exitText(exit)} before it was ready, and was started anew`;
}

/** The crashes since the start. */
export function crashesOf(row: WatcherRow, {since}: StartReadiness): readonly Crash[] {
  return row.crashes.seen.filter(({at}) => at.monotonic >= since);
}

/** The crashes that count against a start. */
function countedOf(crashes: readonly Crash[], {startsTogether, since}: StartReadiness): readonly Crash[] {
  if (!startsTogether) return crashes;
  return crashes.filter(({at}, index) => at.monotonic - (crashes[index - 1]?.at.monotonic ?? since) < SOON);
}

/** How many of those do not yet make it failed. */
function forgiven({startsTogether}: StartReadiness): number {
  return startsTogether ? FORGIVEN : 0;
}

/** Asks again of a watcher that was ready before the start, too: for a moment the node may still report on its earlier processes. */
async function isReadyStill({ports, target, signal}: Run, watcher: string): Promise<boolean> {
  await ports.until(() => false, SURELY_LATER, signal);
  const asked = await ports.call(target.node, 'health', {}, {timeout: ANSWER, signal});
  return asked.kind === 'reply' && asked.reply.get(watcher)?.isReady === true;
}

function exitText(exit: NonNullable<WatcherHealth['lastExit']>): string {
  return exit.signal === null ? formatExit(exit) : `was ${formatExit(exit)}`;
}
