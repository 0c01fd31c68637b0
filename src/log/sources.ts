import type {LogSource, LogSources} from '../model/log.js';
import {parseTimePattern} from '../model/log-time.js';
import {foldName} from '../model/watcher.js';
import type {Desk, DeskNode} from './desk.js';
import {type Failure, isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {newTape} from './tape.js';

/** What a log is called that is not known, of a watcher that must have one. */
const SOME_SOURCE = 'stdout';

/** What is known of a node's logs after it was asked. */
export type Found = LogSources | Failure;

/** Opens those logs of the node that are meant and are not open, and tells of those that are how they are now. */
export function takeLogs({desk, now}: Pages, node: DeskNode, found: Found, clockOffset: number): void {
  if (isFailure(found)) {
    failed(desk, node, found, now());
    return;
  }
  if (node.away !== null && node.hasAnswered) desk.note(node, {type: 'resumed'}, now());
  node.away = null;
  node.hasAnswered = true;
  const meant = found.sources
    .filter(({source}) => desk.shown.selection.sources?.includes(source) ?? true)
    // By the names by which they were asked for.
    .map(source => ({...source, watcher: node.watchers.find(isNameOf(source.watcher)) ?? source.watcher}));
  for (const source of meant) update(desk, node, source, found, clockOffset);
  for (const [index, log] of desk.logs.entries()) {
    if (log.node !== node.id) continue;
    const isThere = meant.some(({watcher, source}) => watcher === log.watcher && source === log.source);
    if (!isThere) desk.setLog(index, {problem: `${log.watcher} has no ${log.source} there`, isNowhere: false});
  }
}

/** Tells of a node that did not answer, or of one that will not. */
export function failed(desk: Desk, node: DeskNode, {reason, isAway}: Failure, now: number): void {
  if (isAway && node.away === null && node.hasAnswered) desk.note(node, {type: 'interrupted', reason}, now);
  node.away = isAway ? reason : null;
  if (!isAway) node.hasAnswered = true;
  const mine = [...desk.logs.entries()].filter(([, log]) => log.node === node.id);
  for (const [index] of mine) desk.setLog(index, {problem: reason, isNowhere: false});
  for (const watcher of node.watchers) {
    if (mine.some(([, log]) => log.watcher === watcher)) continue;
    const source = desk.shown.selection.sources?.[0] ?? SOME_SOURCE;
    open(desk, node, {watcher, source, files: [], time: null, problem: reason}, {utcOffset: 0, clockOffset: 0});
  }
}

function update(desk: Desk, node: DeskNode, source: LogSource, {utcOffset}: LogSources, clockOffset: number): void {
  const log = desk.logs.findIndex(
    one => one.node === node.id && one.watcher === source.watcher && one.source === source.source,
  );
  const tape = desk.tapes[log];
  if (tape === undefined) {
    open(desk, node, source, {utcOffset, clockOffset});
    return;
  }
  tape.files = source.files;
  tape.dating = {...datingOf(source), log, utcOffset, clockOffset};
  desk.setLog(log, {
    problem: source.problem,
    hasTimes: tape.dating.pattern !== null,
    isNowhere: source.isNowhere === true,
  });
}

function open(
  desk: Desk,
  node: DeskNode,
  source: LogSource,
  clock: {readonly utcOffset: number; readonly clockOffset: number},
): void {
  const {watcher, source: name, files, problem, isNowhere = false} = source;
  const dating = {log: desk.logs.length, ...datingOf(source), ...clock};
  desk.addLog(
    {node: node.id, watcher, source: name, hasTimes: dating.pattern !== null, problem, isNowhere},
    newTape({node: node.id, watcher, source: name, files, dating}),
  );
}

function isNameOf(watcher: string): (other: string) => boolean {
  return other => foldName(other) === foldName(watcher);
}

function datingOf({time}: LogSource) {
  return {pattern: time === null ? null : parseTimePattern(time)};
}
