import type {Outcome} from '../model/job.js';
import type {LogSource} from '../model/log.js';
import type {LogCopies} from '../model/log-copy.js';
import type {NodeId} from '../model/node.js';
import type {Run} from './command.js';
import {type FetchEnd, fetchLog} from './fetch-log.js';
import {createLogReads, createTurns, type LogReads, type Turns} from './log-reads.js';
import {withoutPackage} from './node-package.js';
import {cancelled, failed} from './outcomes.js';
import type {Plan} from './plan.js';
import {createRateMeter} from './rate-meter.js';
import {refusedHere, savedOutcome} from './saved-outcome.js';
import {createPatience} from './while-away.js';

/** What `log save` was asked for. */
export interface PreparedSave {
  readonly folder: string;
  readonly isFollowing: boolean;
  /** Bytes a second from a node; null: as fast as it goes. */
  readonly rate: number | null;
}

type SaveRun = Run<PreparedSave>;

/** Calls under way on all nodes together: each may bring 256 kB. */
const CALLS = 32;
/** Milliseconds. */
const SOURCES = 10_000;
const REPORT = 500;
/** Milliseconds that a node may be away. One that is followed is waited for. */
const AWAY = 30_000;

/** What the targets of one job share. */
interface Shared {
  readonly turns: Turns;
  readonly reads: Map<NodeId, LogReads>;
}

/** By the plan, which is that of one job: made by the first of its targets that begins. */
const SHARED = new WeakMap<Plan, Shared>();

/** Fetches all logs of a watcher. `ok`: all that there was is here; of one that is followed, all until that was ended. */
export async function saveLogs(run: SaveRun, watcher: string): Promise<Outcome> {
  // It holds up no other command, nor the next watcher of its node.
  run.report({type: 'sent'});
  const lacking = await withoutPackage(run);
  if (lacking !== null) return lacking;
  const stop = AbortSignal.any([run.signal, run.cancelled]);
  const found = await sourcesOf(run, watcher, stop);
  if ('outcome' in found) return found.outcome;
  const {target, ports, plan} = run;
  const copies = await ports.files.logCopies(plan.prepared.folder, target.node, watcher);
  if ('problem' in copies) return refusedHere(copies.problem);
  try {
    const ends = await fetchAll(run, found.sources, copies, stop);
    return savedOutcome(run, watcher, ends);
  } finally {
    await copies.close();
  }
}

async function sourcesOf(
  run: SaveRun,
  watcher: string,
  stop: AbortSignal,
): Promise<{readonly sources: readonly LogSource[]} | {readonly outcome: Outcome}> {
  const {ports, target} = run;
  const patience = createPatience(run, limitOf(run), stop);
  for (;;) {
    const result = await ports.call(target.node, 'logSources', {watchers: [watcher]}, {timeout: SOURCES, signal: stop});
    if (result.kind === 'reply') {
      const sources = result.reply.sources.filter(source => source.watcher === watcher);
      return sources.length > 0 ? {sources} : {outcome: failed(`${watcher} has no log`, {sent: true})};
    }
    if (stop.aborted) return {outcome: cancelled('broken off before anything was fetched')};
    if (result.kind === 'refused') return {outcome: failed(refusalText(result.reason), {sent: true})};
    if (!(await patience.wait())) return {outcome: failed(result.reason, {sent: result.kind === 'lost'})};
  }
}

/** circus names the command that it does not know. */
function refusalText(reason: string): string {
  return /unknown command/i.test(reason) ? 'its circusman-node is too old to tell of logs: update it there' : reason;
}

function limitOf({plan, ports}: SaveRun): number | null {
  return plan.prepared.isFollowing ? null : (ports.timeout ?? AWAY);
}

function fetchAll(
  run: SaveRun,
  sources: readonly LogSource[],
  copies: LogCopies,
  stop: AbortSignal,
): Promise<readonly FetchEnd[]> {
  const {isFollowing} = run.plan.prepared;
  const reads = readsOf(run, stop);
  // Before its first answer it is as much as its files have.
  const progress = sources.map(({files}) => ({done: 0, of: files.reduce((sum, {size}) => sum + size, 0)}));
  const tell = progressTeller(run, progress);
  return Promise.all(
    sources.map((source, index) =>
      fetchLog(source, {
        reads,
        copies,
        begin: null,
        isFollowing,
        stop,
        patience: createPatience(run, limitOf(run), stop),
        onProgress: (done, of) => {
          progress[index] = {done, of};
          tell();
        },
      }),
    ),
  );
}

/** Reports, now and then, how far all sources are together. */
function progressTeller(
  {plan, ports, report}: SaveRun,
  progress: readonly {readonly done: number; readonly of: number}[],
): () => void {
  const {clock} = ports;
  const meter = createRateMeter(clock);
  let reportedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock().monotonic;
    const done = progress.reduce((sum, each) => sum + each.done, 0);
    meter.count(done);
    if (now - reportedAt < REPORT) return;
    reportedAt = now;
    const of = plan.prepared.isFollowing ? null : progress.reduce((sum, each) => sum + each.of, 0);
    report({type: 'fetched', progress: {done, of, rate: meter.rate()}});
  };
}

/** All targets of a job on one node read by the same. */
function readsOf({plan, ports, target}: SaveRun, signal: AbortSignal): LogReads {
  const shared = SHARED.get(plan) ?? {turns: createTurns(CALLS), reads: new Map()};
  SHARED.set(plan, shared);
  const known = shared.reads.get(target.node);
  if (known !== undefined) return known;
  const {turns} = shared;
  const {rate} = plan.prepared;
  // Nodes that are followed are not all looked at in the same moment.
  const phase = (shared.reads.size * 0.37) % 1;
  const reads = createLogReads(target.node, {call: ports.call, clock: ports.clock, rate, turns, phase, signal});
  shared.reads.set(target.node, reads);
  return reads;
}
