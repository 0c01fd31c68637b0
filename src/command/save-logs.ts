import {createNodeReader, isFailure, type NodeReader} from '../log/node-reader.js';
import type {Outcome} from '../model/job.js';
import type {LogSource, LogSources} from '../model/log.js';
import type {LogCopies} from '../model/log-copy.js';
import type {NodeId} from '../model/node.js';
import {pause} from '../model/wait-for.js';
import {cleanText} from '../text/clean-text.js';
import type {Run} from './command.js';
import {type FetchEnd, fetchLog} from './fetch-log.js';
import {beginOf} from './log-begin.js';
import {withoutPackage} from './node-package.js';
import {cancelled, failed} from './outcomes.js';
import {pacedCall} from './paced-call.js';
import type {Plan} from './plan.js';
import {createRateMeter} from './rate-meter.js';
import {refusedHere, savedOutcome} from './saved-outcome.js';
import {createTurns, type Turns} from './turns.js';
import {createPatience, type Patience} from './while-away.js';

/** What `log save` was asked for. */
export interface PreparedSave {
  readonly folder: string;
  /** These alone; null: all. */
  readonly sources: readonly string[] | null;
  /** Where new copies begin, ms since 1970 by our clock; null: at the first byte. */
  readonly since: number | null;
  readonly isFollowing: boolean;
  /** Bytes a second from a node; null: as fast as it goes. */
  readonly rate: number | null;
}

export type SaveRun = Run<PreparedSave>;

/** Calls under way on all nodes together: each may bring 256 kB. */
const CALLS = 32;
/** Milliseconds. */
const PATIENCE = 10_000;
const REPORT = 500;
const LOOK_FOR_MORE = 5_000;
/** Milliseconds that a node may be away. One that is followed is waited for. */
const AWAY = 30_000;

/** What the targets of one job share. */
interface Shared {
  readonly turns: Turns;
  readonly readers: Map<NodeId, NodeReader>;
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
  const reader = readerOf(run, stop);
  const found = await lookForSources(run, watcher, reader, stop);
  if ('outcome' in found) return found.outcome;
  const {target, ports, plan} = run;
  const copies = await ports.files.logCopies(plan.prepared.folder, target.node, watcher);
  if ('problem' in copies) return refusedHere(copies.problem);
  try {
    return savedOutcome(run, watcher, await fetchAll(run, found, {reader, copies, stop}));
  } finally {
    await copies.close();
  }
}

async function lookForSources(
  run: SaveRun,
  watcher: string,
  reader: NodeReader,
  stop: AbortSignal,
): Promise<LogSources | {readonly outcome: Outcome}> {
  const wanted = run.plan.prepared.sources;
  const patience = patienceOf(run, stop);
  for (;;) {
    const answer = await reader.sources([watcher]);
    if (!isFailure(answer)) {
      const all = answer.sources.filter(source => source.watcher === watcher);
      const logs = all.filter(({isNowhere}) => isNowhere !== true);
      // Where there is nothing else, the node's sentence says why.
      const own = logs.length === 0 ? all : logs;
      const sources = own.filter(({source}) => wanted?.includes(source) !== false);
      if (sources.length > 0) return {...answer, sources};
      const has =
        own.length === 0
          ? 'no log'
          : `no log ${wanted?.join(', ')}: it has ${own.map(({source}) => cleanText(source)).join(', ')}`;
      return {outcome: failed(`${watcher} has ${has}`, {sent: true})};
    }
    if (stop.aborted) return {outcome: cancelled('broken off before anything was fetched')};
    if (!answer.isAway) return {outcome: failed(answer.reason, {sent: true})};
    if (!(await patience.wait())) return {outcome: failed(answer.reason, {sent: false})};
  }
}

function patienceOf({plan, ports, target, report}: SaveRun, signal: AbortSignal): Patience {
  return createPatience({
    node: target.node,
    ports,
    limit: plan.prepared.isFollowing ? null : (ports.timeout ?? AWAY),
    signal,
    onWait: waitsFor => report({type: 'waits', for: waitsFor, pids: []}),
  });
}

interface Means {
  readonly reader: NodeReader;
  readonly copies: LogCopies;
  readonly stop: AbortSignal;
}

/** Fetches them at once; where they are followed, those that come later, too. */
async function fetchAll(
  run: SaveRun,
  {sources, utcOffset}: LogSources,
  {reader, copies, stop}: Means,
): Promise<readonly FetchEnd[]> {
  const {plan, ports, target} = run;
  const {isFollowing, since} = plan.prepared;
  const progress: {readonly done: number; readonly of: number}[] = [];
  const tell = progressTeller(run, progress);
  const begin = async (source: LogSource) =>
    since === null
      ? {position: null, isByFile: false}
      : beginOf(source, {node: target.node, state: ports.state(), read: reader.read, utcOffset, since});
  const fetchOne = (source: LogSource, index: number) => {
    // Before its first answer it is as much as its files have.
    progress[index] = {done: 0, of: source.files.reduce((sum, {size}) => sum + size, 0)};
    return fetchLog(source, {
      read: reader.read,
      copies,
      begin: () => begin(source),
      isFollowing,
      stop,
      clock: ports.clock,
      patience: patienceOf(run, stop),
      onProgress: (done, of) => {
        progress[index] = {done, of};
        tell();
      },
    });
  };
  const ends = sources.map(fetchOne);
  const known = new Set(sources.map(({source}) => source));
  while (isFollowing) {
    const isOver = await Promise.race([
      Promise.all(ends).then(() => true),
      pause(LOOK_FOR_MORE, stop).then(() => false),
    ]);
    if (isOver || stop.aborted) break;
    const answer = await reader.sources([target.watcher ?? '']);
    for (const source of isFailure(answer) ? [] : logsOf(answer, run)) {
      if (known.has(source.source)) continue;
      known.add(source.source);
      ends.push(fetchOne(source, ends.length));
    }
  }
  return Promise.all(ends);
}

/** Those of the target's watcher that are meant, but for streams that go to no file. */
function logsOf({sources}: LogSources, {plan, target}: SaveRun): readonly LogSource[] {
  const wanted = plan.prepared.sources;
  return sources.filter(
    ({watcher, source, isNowhere}) =>
      watcher === target.watcher && isNowhere !== true && wanted?.includes(source) !== false,
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
function readerOf({plan, ports, target: {node}}: SaveRun, signal: AbortSignal): NodeReader {
  const shared = SHARED.get(plan) ?? {turns: createTurns(CALLS), readers: new Map()};
  SHARED.set(plan, shared);
  const known = shared.readers.get(node);
  if (known !== undefined) return known;
  const {turns} = shared;
  const call = pacedCall(ports.call, {clock: ports.clock, rate: plan.prepared.rate, turns});
  const reader = createNodeReader({call, node, patience: PATIENCE, signal});
  shared.readers.set(node, reader);
  return reader;
}
