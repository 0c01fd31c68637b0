import type {Outcome} from '../model/job.js';
import type {WatcherRow} from '../store/state.js';
import type {Run} from './command.js';
import {observe} from './end-state.js';
import {failed, unknown} from './outcomes.js';
import {crashesOf, fateOf, type StartReadiness} from './start-fate.js';
import {watcherRow} from './target-watcher.js';

/** Milliseconds: the node reports at the latest so long after the fact that a watcher is ready, or why it is not. */
const REPORTED_AFTER = 2_000;
/** The end of the log of a process that ended comes with the next answer of the node. */
const LOG_AFTER = 1_500;
/** Lines of the log that an outcome shows of a start that failed, and characters of each. */
const LOG_LINES = 2;
const LOG_WIDTH = 200;

/**
 * The outcome of a start that ended in `outcome`, once it is known whether the watcher became ready: a process that runs may not
 * serve yet. `deadline`: monotonic ms, the end of the whole command.
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
  const end = ports.timeout === null ? Math.min(deadline, now() + within + REPORTED_AFTER) : deadline;
  let own = outcome.pids ?? [];
  let wasListed = false;
  for (;;) {
    if (signal.aborted) return unknown('started, and broken off before it was ready');
    const row = watcherRow(run, watcher);
    const isListed = own.some(pid => row?.processes.has(pid));
    // Its crashed processes were respawned, or somebody restarted it: from then on it is about their successors.
    if (row !== null && !isListed && (wasListed || crashesOf(row, start).length > 0)) own = [...row.processes.keys()];
    wasListed ||= isListed;
    const fate = await fateOf(run, watcher, {...outcome, pids: own}, start);
    if (fate.kind === 'ready') {
      const confirmed = await confirm(run, watcher, {...outcome, pids: own});
      // If it waits for other members, it may end again and come up again.
      if (confirmed.kind !== 'failed' || !start.startsTogether || now() >= end) return confirmed;
    } else if (fate.kind === 'failed') return fail(run, watcher, fate.why);
    run.report({type: 'waits', for: `it to be ready (${notReady(row)})`, pids: []});
    if (now() >= end) return late(run, row);
    await ports.until(state => state.nodes.get(run.target.node)?.watchers.get(watcher) !== row, end - now(), signal);
  }
}

/** Makes sure that what is ready still runs: somebody may have ended it meanwhile. */
async function confirm(run: Run, watcher: string, outcome: Outcome): Promise<Outcome> {
  const seen = await observe(run, watcher);
  if (seen.kind !== 'reply') {
    return unknown(`was ready, then ${seen.reason}`);
  }
  const {state, pids} = seen.reply;
  const alive = (outcome.pids ?? []).filter(pid => pids.includes(pid));
  if (state === 'running' && alive.length > 0) return {...outcome, pids: alive};
  return failed('was ready, and is not running any more', {sent: true, state});
}

async function fail(run: Run, watcher: string, why: string): Promise<Outcome> {
  const {ports, target, signal} = run;
  const health = watcherRow(run, watcher)?.health;
  await ports.until(state => state.nodes.get(target.node)?.watchers.get(watcher)?.health !== health, LOG_AFTER, signal);
  const row = watcherRow(run, watcher);
  return failed(`${why}${logEnd(row)}`, {sent: true, state: row?.state ?? null});
}

/** The outcome where it was not ready in time: it says what its check answered last, or that its node does not answer. */
function late(run: Run, row: WatcherRow | null): Outcome {
  const node = run.ports.state().nodes.get(run.target.node);
  if (node?.link !== 'online') {
    return unknown(`started, then the node did not answer${node?.error == null ? '' : `: ${node.error}`}`);
  }
  const reason = `${notReady(row)}${logEnd(row)}`;
  return {kind: 'timed-out', changed: null, sent: true, state: row?.state ?? null, reason};
}

/** Why a watcher is not ready, as its check was answered last: "not ready: HTTP 404". */
export function notReady(row: WatcherRow | null): string {
  const answer = row?.health?.answer ?? null;
  return answer === null || row?.ready === true ? 'not ready' : `not ready: ${answer}`;
}

function logEnd(row: WatcherRow | null): string {
  const lines = (row?.health?.log ?? []).filter(line => line.trim() !== '').slice(-LOG_LINES);
  if (lines.length === 0) return '';
  return `; its log ends: ${lines.map(line => line.trim().slice(0, LOG_WIDTH)).join(' / ')}`;
}
