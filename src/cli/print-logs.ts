import {beginOf} from '../command/log-begin.js';
import type {LogRequest} from '../command/log-request.js';
import {createPatience, type Patience} from '../command/while-away.js';
import {ownTime} from '../log/dated.js';
import {type LastLines, lastLines, lastMatches} from '../log/last-lines.js';
import {type LogWord, linesFrom} from '../log/lines-from.js';
import {createNodeReader, type Failure, isFailure, type NodeReader} from '../log/node-reader.js';
import type {RawLine} from '../log/raw-line.js';
import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {pause} from '../model/wait-for.js';
import {findPrintedLogs} from './find-printed-logs.js';
import {EXIT, type Io} from './io.js';
import {createLogPrinter, type LogPrinter, type PrintedLog} from './log-printer.js';
import type {Session} from './session.js';

interface Printing {
  readonly session: Session;
  readonly request: LogRequest;
  readonly printer: LogPrinter;
  readonly readerOf: (node: NodeId) => NodeReader;
  readonly io: Io;
  readonly signal: AbortSignal;
}

/** What comes of a log, and what is done with its lines. */
type Words = AsyncGenerator<LogWord, never>;
type Take = (lines: readonly RawLine[]) => Promise<void>;

/** Lines of each log, where neither `--lines` nor `--since` says how many: as tail does. */
const USUAL_LINES = 10;
/** Milliseconds. */
const LOOK = 1_000;
const PATIENCE = 10_000;
const AWAY = 30_000;

/**
 * Prints lines of logs, one log after the other; then, where it follows, what comes, until the signal is aborted. Standard output
 * that is read slowly holds it up. @returns the exit code
 */
export async function printLogs(
  session: Session,
  {targets, request}: {readonly targets: readonly Target[]; readonly request: LogRequest},
  {isJson, signal}: {readonly isJson: boolean; readonly signal: AbortSignal},
  io: Io,
): Promise<number> {
  const readers = new Map<NodeId, NodeReader>();
  const readerOf = (node: NodeId) => {
    const reader = readers.get(node) ?? createNodeReader({call: session.call, node, patience: PATIENCE, signal});
    readers.set(node, reader);
    return reader;
  };
  const {logs, notes} = await findPrintedLogs(session, targets, request, readerOf);
  const printer = createLogPrinter(logs, {isJson, io, now: () => session.clock().wall});
  for (const {of, type, reason} of notes) printer.note(of, type, reason);
  const printing = {session, request, printer, readerOf, io, signal};
  let isOk = logs.length > 0 && notes.every(({type}) => type === 'note');
  const left = new Map<PrintedLog, Words>();
  // All nodes are asked at once; what they say is printed in order.
  const asked = logs.map(log => ({log, first: firstLines(printing, log)}));
  for (const {log, first} of asked) {
    const words = await printFirst(printing, log, await first);
    if (words === null) isOk = false;
    else left.set(log, words);
  }
  if (!request.isFollowing) return isOk && printer.isWhole() && !signal.aborted ? EXIT.ok : EXIT.notOk;
  await Promise.all([...left].map(([log, words]) => follow(printing, log, words)));
  return EXIT.notOk;
}

/** What is known of a log before its lines are printed; null: they are read from a time on, as they are printed. */
async function firstLines(
  {request, readerOf, session, printer}: Printing,
  log: PrintedLog,
): Promise<LastLines | Failure | null> {
  const {selection, since, until, lines, isFollowing} = request;
  if (since !== null) return null;
  const reader = readerOf(log.node);
  const begin = until === null ? null : await beginIn(session, reader, log, until);
  if (typeof begin === 'string') return {kind: 'failed', reason: begin, isAway: false};
  if (begin?.isByFile === true)
    printer.note(log, 'note', 'its lines have no times: these are from before the first file of that time');
  const before = begin?.position ?? null;
  const count = lines ?? USUAL_LINES;
  const takesUnfinished = !isFollowing;
  if (selection.filter === null) return lastLines(reader, log, {count, before, takesUnfinished});
  const last = await lastLines(reader, log, {count: 1, before, takesUnfinished: false});
  if (isFailure(last)) return last;
  const found = await lastMatches(reader, log, selection.filter, {count, before: isFollowing ? last.end : before});
  return isFailure(found) ? found : {lines: found, end: last.end};
}

function beginIn({store}: Session, {read}: NodeReader, log: PrintedLog, at: number) {
  const {node, dating} = log;
  return beginOf({...log, problem: null}, {node, state: store.state(), read, utcOffset: dating.utcOffset, since: at});
}

/** Prints what there is of a log. @returns what comes next of it; null: it could not be read */
async function printFirst(
  printing: Printing,
  log: PrintedLog,
  first: LastLines | Failure | null,
): Promise<Words | null> {
  const {printer, readerOf, request} = printing;
  const {filter} = request.selection;
  if (first === null) return printSince(printing, log);
  if (isFailure(first)) {
    printer.note(log, 'failed', first.reason);
    return null;
  }
  await print(printing, log)(first.lines);
  return linesFrom(readerOf(log.node), log, {from: first.end, filter});
}

async function printSince(printing: Printing, log: PrintedLog): Promise<Words | null> {
  const {session, request, printer, readerOf} = printing;
  const {selection, since, lines: most} = request;
  const reader = readerOf(log.node);
  const begin = await beginIn(session, reader, log, since ?? 0);
  if (typeof begin === 'string') {
    printer.note(log, 'failed', begin);
    return null;
  }
  if (begin.isByFile)
    printer.note(log, 'note', 'its lines have no times: these are from the first file of that time on');
  const words = linesFrom(reader, log, {from: begin.position, filter: selection.filter});
  const now = print(printing, log);
  let last: readonly RawLine[] = [];
  const keep: Take = async lines => {
    last = [...last, ...lines].slice(-(most ?? 0));
  };
  const end = await readToEnd(printing, log, words, {take: most === null ? now : keep, limit: AWAY});
  await now(last);
  return end === 'failed' ? null : words;
}

/** Prints lines, and waits until there is room for more. */
function print({printer, io, signal}: Printing, log: PrintedLog): Take {
  return async lines => {
    printer.lines(log, lines);
    await Promise.race([io.room(), aborted(signal)]);
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return signal.aborted
    ? Promise.resolve()
    : new Promise(resolve => signal.addEventListener('abort', () => resolve(), {once: true}));
}

/** Prints what comes, as it comes. */
async function follow(printing: Printing, log: PrintedLog, words: Words): Promise<void> {
  const {session, signal} = printing;
  const take = print(printing, log);
  while (!signal.aborted && (await readToEnd(printing, log, words, {take, limit: null})) === 'end') {
    // All logs of a node are looked at in the same moment, so that they go together.
    await pause(LOOK - (session.clock().monotonic % LOOK), signal);
  }
}

/** @returns end: there is no more for now; over: the rest is of after the time where it is to end; failed, also when it was broken off */
async function readToEnd(
  printing: Printing,
  log: PrintedLog,
  words: Words,
  {take, limit}: {readonly take: Take; readonly limit: number | null},
): Promise<'end' | 'over' | 'failed'> {
  const {request, printer, signal} = printing;
  const patience = patienceWith(printing, log, limit);
  for (;;) {
    const {value: word} = await words.next();
    if (signal.aborted) return 'failed';
    if (word.type !== 'failed') patience.answered();
    switch (word.type) {
      case 'lines': {
        const lines = before(log, word.lines, request.until);
        await take(lines);
        if (lines.length < word.lines.length) return 'over';
        break;
      }
      case 'lost':
        printer.lost(log, word.bytes);
        break;
      case 'end':
        if (!request.isFollowing && word.unfinished !== null) await take(before(log, [word.unfinished], request.until));
        return 'end';
      case 'failed':
        if (word.isAway && (await patience.wait(word.reason))) break;
        if (!signal.aborted) printer.note(log, 'failed', word.reason);
        return 'failed';
    }
  }
}

/** Says when its node is away, and when it is back. */
function patienceWith({session, printer, signal}: Printing, {node, watcher, source}: PrintedLog, limit: number | null) {
  const {store, clock, until} = session;
  let isAway = false;
  const patience: Patience = createPatience({
    node,
    ports: {state: store.state, clock, until},
    limit,
    signal,
    onWait: () => {},
  });
  const of = {node, watcher, source};
  return {
    answered: () => {
      if (isAway) printer.note(of, 'resumed', 'its node answers again');
      isAway = false;
      patience.answered();
    },
    wait: (reason: string) => {
      if (!isAway) printer.note(of, 'interrupted', `${reason}; it is waited for`);
      isAway = true;
      return patience.wait();
    },
  };
}

/** The lines before the first that was written at that time, by our clock, or later. */
function before(log: PrintedLog, lines: readonly RawLine[], until: number | null): readonly RawLine[] {
  if (until === null) return lines;
  const end = lines.findIndex(line => (ownTime(line, log.dating, Number.MAX_SAFE_INTEGER) ?? 0) >= until);
  return end === -1 ? lines : lines.slice(0, end);
}
