import {type Crash, recentCrashes} from '../model/crashes.js';
import {formatExit} from '../model/display-state.js';
import type {Outcome} from '../model/job.js';
import type {WatcherHealth} from '../model/service.js';
import {serviceOf} from '../store/services.js';
import type {WatcherRow} from '../store/state.js';
import type {Run} from './command.js';
import {observe} from './end-state.js';
import {toldNode, unknown} from './node-package.js';
import {failed} from './outcomes.js';
import {watcherRow} from './target-row.js';

/** What to know of a watcher before it is started, so that its readiness can be waited for. */
export interface StartReadiness {
  /** Milliseconds that it may take to be ready; null: no check is declared. */
  readonly within: number | null;
  /** Monotonic ms: what happens from now on belongs to the start. */
  readonly since: number;
  /** How many of its processes had been replaced before, as the node told; null: it did not. */
  readonly restarts: number | null;
  /** Whether it cannot become ready before other members have started: one that ends for want of them comes up again. */
  readonly startsTogether: boolean;
}

/** Milliseconds. */
const ANSWER = 5_000;
/** That it is ready, or why not, is here so long after it is so. */
const TOLD_AFTER = 2_000;
/** The node gives an answer again for half a second. */
const SURELY_LATER = 600;
/** The last words of a process that ended come with the next answer of the node. */
const LAST_WORDS = 1_500;
/** Of a service that waits for other members: one more that comes so soon is flapping; later ones are for want of these. */
const FORGIVEN = 2;
const SOON = 5_000;
/** Lines of its log that are told of a start that came to nothing, and characters of each. */
const LOG_LINES = 2;
const LOG_WIDTH = 200;

/** A stock circusd checks nothing. Null: the node has not said in time what it is, so that nobody knows when a start is over. */
export async function readinessOf(run: Run, watcher: string): Promise<StartReadiness | null> {
  const row = await toldNode(run);
  if (row === null) return null;
  const restarts = row.watchers.get(watcher)?.health?.restarts ?? null;
  const {readyWithin: within = null, startsTogether = false} = serviceOf(row, watcher) ?? {};
  return {within, since: run.ports.clock().monotonic, restarts, startsTogether};
}

/**
 * The outcome of a start that ended in `outcome`, once it is known whether the watcher became ready: a process that runs is not
 * yet one that serves. `deadline`: monotonic ms, the end of the whole command.
 */
export async function untilReady(
  run: Run,
  watcher: string,
  outcome: Outcome,
  start: StartReadiness,
  deadline: number,
): Promise<Outcome> {
  const {within} = start;
  if (within === null || outcome.kind !== 'ok' || outcome.state !== 'running') return outcome;
  const {ports, signal} = run;
  const now = () => ports.clock().monotonic;
  run.report({type: 'sent'});
  const end = ports.timeout === null ? Math.min(deadline, now() + within + TOLD_AFTER) : deadline;
  let own = outcome.pids ?? [];
  let wasListed = false;
  for (;;) {
    const row = watcherRow(run, watcher);
    const isListed = own.some(pid => row?.processes.has(pid));
    // Its crashed processes were respawned, or somebody restarted it: those that came for them are waited for.
    if (row !== null && !isListed && (wasListed || crashesOf(row, start).length > 0)) own = [...row.processes.keys()];
    wasListed ||= isListed;
    const fate = await fateOf(run, watcher, {...outcome, pids: own}, start);
    if (fate === 'ready') {
      const confirmed = await confirm(run, watcher, {...outcome, pids: own});
      // One that waits for other members may end once more, and come up again.
      if (confirmed.kind !== 'failed' || !start.startsTogether || now() >= end) return confirmed;
    } else if (fate !== 'open') return fail(run, watcher, fate);
    run.report({type: 'waits', for: `it to be ready (${notReady(row)})`, pids: []});
    if (signal.aborted) return unknown('started, and broken off before it was ready');
    if (now() >= end) return late(run, row);
    await ports.until(state => state.nodes.get(run.target.node)?.watchers.get(watcher) !== row, end - now(), signal);
  }
}

/** Ready, still open, or the sentence for why it will not become so. */
async function fateOf(run: Run, watcher: string, outcome: Outcome, start: StartReadiness): Promise<string> {
  const row = watcherRow(run, watcher);
  if (row === null) return 'it is not there any more';
  const crashes = crashesOf(row, start);
  const crash = crashes.at(-1);
  if (crash !== undefined && countedOf(crashes, start).length > forgiven(start)) {
    const how = crash.exit === null ? 'ended' : formatted(crash.exit);
    const count = recentCrashes(row, crash.at);
    const again = count > 1 ? `, as ${count - 1} before it in five minutes` : '';
    return `process ${crash.pid} ${how} before it was ready${again}`;
  }
  // Where no event told of the crash the node's own count does.
  const seen = crashes.reduce((sum, {ends}) => sum + ends.length, 0);
  const untold = (row.health?.restarts ?? 0) - (start.restarts ?? Number.POSITIVE_INFINITY) - seen;
  if (row.health !== null && untold > forgiven(start)) {
    const exit = row.health.lastExit;
    return `its process ${exit === null ? 'ended' : formatted(exit)} before it was ready, and was started anew`;
  }
  const done = [...row.done].at(-1);
  if (done !== undefined && row.processes.size === 0) return `process ${done} exited 0 before it was ready`;
  if (row.state === 'stopped') {
    // The word may be older than the start: the node itself is asked.
    const seen = await observe(run, watcher);
    return seen.kind === 'reply' && seen.reply.state === 'stopped' ? 'it was stopped before it was ready' : 'open';
  }
  if (row.ready !== true || !(outcome.pids ?? []).some(pid => row.processes.has(pid))) return 'open';
  const isOfStart = outcome.changed === false || (row.readySince?.monotonic ?? 0) >= start.since;
  return isOfStart || (await isReadyStill(run, watcher)) ? 'ready' : 'open';
}

function crashesOf(row: WatcherRow, {since}: StartReadiness): readonly Crash[] {
  return row.crashes.seen.filter(({at}) => at.monotonic >= since);
}

/** The ends that speak against a start. */
function countedOf(crashes: readonly Crash[], {startsTogether, since}: StartReadiness): readonly Crash[] {
  if (!startsTogether) return crashes;
  return crashes.filter(({at}, index) => at.monotonic - (crashes[index - 1]?.at.monotonic ?? since) < SOON);
}

/** How many of them it is not failed for. */
function forgiven({startsTogether}: StartReadiness): number {
  return startsTogether ? FORGIVEN : 0;
}

/** Whether it is ready that was so before the start, too: what the node tells may be about the processes of then for a moment. */
async function isReadyStill({ports, target, signal}: Run, watcher: string): Promise<boolean> {
  await ports.until(() => false, SURELY_LATER, signal);
  const told = await ports.call(target.node, 'health', {}, {timeout: ANSWER, signal});
  return told.kind === 'reply' && told.reply.get(watcher)?.isReady === true;
}

function formatted(exit: NonNullable<WatcherHealth['lastExit']>): string {
  return exit.signal === null ? formatExit(exit) : `was ${formatExit(exit)}`;
}

/** Of what is ready but listed no more somebody must have ended the process meanwhile. */
async function confirm(run: Run, watcher: string, outcome: Outcome): Promise<Outcome> {
  const seen = await observe(run, watcher);
  if (seen.kind !== 'reply') {
    return {kind: 'unknown', changed: null, sent: true, state: null, reason: `was ready, then ${seen.reason}`};
  }
  const {state, pids} = seen.reply;
  const alive = (outcome.pids ?? []).filter(pid => pids.includes(pid));
  if (state === 'running' && alive.length > 0) return {...outcome, pids: alive};
  return failed('was ready, and is not running any more', {sent: true, state});
}

async function fail(run: Run, watcher: string, why: string): Promise<Outcome> {
  const {ports, target, signal} = run;
  const health = watcherRow(run, watcher)?.health;
  await ports.until(
    state => state.nodes.get(target.node)?.watchers.get(watcher)?.health !== health,
    LAST_WORDS,
    signal,
  );
  const row = watcherRow(run, watcher);
  return failed(`${why}${lastWords(row)}`, {sent: true, state: row?.state ?? null});
}

/** It was not ready in time: what it answered last is all that can be said, if it still answers. */
function late(run: Run, row: WatcherRow | null): Outcome {
  const node = run.ports.state().nodes.get(run.target.node);
  if (node?.link !== 'online') {
    const reason = `started, then the node did not answer${node?.error == null ? '' : `: ${node.error}`}`;
    return {kind: 'unknown', changed: null, sent: true, state: null, reason};
  }
  const reason = `${notReady(row)}${lastWords(row)}`;
  return {kind: 'timed-out', changed: null, sent: true, state: row?.state ?? null, reason};
}

/** "not ready: HTTP 404". */
function notReady(row: WatcherRow | null): string {
  const answer = row?.health?.answer ?? null;
  return answer === null || row?.ready === true ? 'not ready' : `not ready: ${answer}`;
}

function lastWords(row: WatcherRow | null): string {
  const lines = (row?.health?.log ?? []).filter(line => line.trim() !== '').slice(-LOG_LINES);
  if (lines.length === 0) return '';
  return `; its log ends: ${lines.map(line => line.trim().slice(0, LOG_WIDTH)).join(' / ')}`;
}
