import {formatBytes} from '../model/figures.js';
import type {Outcome} from '../model/job.js';
import type {SavedLog} from '../model/log-copy.js';
import {cleanText} from '../text/clean-text.js';
import type {Run} from './command.js';
import type {FetchEnd} from './fetch-log.js';
import {failed, ok} from './outcomes.js';

/** This machine does not let it be done: its disk is full, or the folder is not one of copies. */
export function refusedHere(reason: string): Outcome {
  return {...failed(reason, {sent: true}), changed: null, isRefused: true};
}

/** What came of all sources of a watcher, which is also answered as data. */
export function savedOutcome(run: Run, watcher: string, ends: readonly FetchEnd[]): Outcome {
  const files = ends.flatMap(end => ('saved' in end && end.saved !== null ? [end.saved] : []));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (files.length > 0) run.report({type: 'answer', answer: {kind: 'saved', data: {files, bytes}}});
  const refusal = ends.find(end => end.kind === 'refused');
  if (refusal?.kind === 'refused') return refusedHere(refusal.reason);
  const figures = `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${formatBytes(bytes)}`;
  const wrong = ends.flatMap(problemsOf);
  const isBrokenOff = ends.some(end => end.kind === 'ended' && !end.isWhole);
  if (files.length === 0 && wrong.length === 0) return failed(`${watcher} has written no log yet`, {sent: true});
  const here = files.length === 0 ? [] : [`${figures} are here`];
  if (wrong.length > 0) return failed([...wrong, ...here].join('; '), {sent: true});
  if (isBrokenOff) {
    const reason = `broken off: ${figures} are here, and the same command goes on from there`;
    return {kind: 'cancelled', changed: null, sent: true, state: null, reason};
  }
  return ok({changed: null, state: null, reason: [figures, ...notesOf(ends, files)].join('; ')});
}

/** What makes it fail. */
function problemsOf(end: FetchEnd): readonly string[] {
  if (end.kind === 'failed') return [end.reason];
  if (end.kind !== 'ended' || end.lost === 0) return [];
  return [`${cleanText(end.saved.source)}: ${lostText(end.lost)} before they could be fetched`];
}

function lostText(bytes: number | null): string {
  return bytes === null ? 'bytes are gone, nobody knows how many,' : `${formatBytes(bytes)} were rotated away`;
}

/** What else there is to say. */
function notesOf(ends: readonly FetchEnd[], files: readonly SavedLog[]): readonly string[] {
  const none = ends.filter(end => end.kind === 'none').length;
  const byFile = ends.flatMap(end => (end.kind === 'ended' && end.isByFile ? [cleanText(end.saved.source)] : []));
  const lacking = files.filter(file => file.lost !== 0).map(({source}) => cleanText(source));
  return [
    ...(none === 0 ? [] : [`${none} more ${none === 1 ? 'has' : 'have'} nothing yet`]),
    ...(byFile.length === 0
      ? []
      : [`${byFile.join(', ')}: from the first file of that time on, as the lines have no times`]),
    ...(lacking.length === 0
      ? []
      : [`${lacking.join(', ')} ${lacking.length === 1 ? 'lacks' : 'lack'} what was lost earlier`]),
  ];
}
