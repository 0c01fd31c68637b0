import {typedLogFilter} from '../model/log-filter.js';
import type {LogSelection, LogState} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';

/** What the operator does on the log screen, beside what is asked of the nodes. */
export interface LogView {
  /** As it was opened; null: never. */
  readonly selection: LogSelection | null;
  /** What of it is shown alone; null: all of it. */
  readonly node: NodeId | null;
  readonly source: string | null;
  /** The sources there are, of which only one may be open; null: those that are open are all. */
  readonly sources: readonly string[] | null;
  readonly place: LogPlace;
  /** What is marked where it stands, and looked for by its keys; '': nothing. */
  readonly search: string;
  /** The filter as it was typed; '': all lines are shown. */
  readonly filter: string;
  /** Which way the search goes. */
  readonly direction: 'older' | 'newer';
  /** Whether long lines go on in the next one; else they are cut. */
  readonly isWrapped: boolean;
  /** Columns that cut lines are moved to the left by. */
  readonly column: number;
  /** Whether colours that are in the lines are shown. */
  readonly hasColours: boolean;
  readonly isPaused: boolean;
}

/** Where in the logs the operator looks: at rows by their number, so that what comes and goes around them moves nothing. */
export type LogPlace =
  /** The last lines, and what comes. */
  | {readonly type: 'end'}
  | {readonly type: 'start'}
  /** The first line of the picture is this one of that row. */
  | {readonly type: 'top'; readonly row: number; readonly line: number; readonly marked: number | null}
  /** The row is in the middle. */
  | {readonly type: 'row'; readonly row: number}
  /** The first row of that time is in the middle. `since`: what was known when it was asked for: it is found in what comes after that. */
  | {readonly type: 'time'; readonly at: number; readonly since: LogState | null}
  /** What the search that was begun there finds is in the middle. */
  | {readonly type: 'search'; readonly from: LogPlace; readonly since: LogState}
  /** So many lines and pages down from there. */
  | {readonly type: 'moved'; readonly from: LogPlace; readonly lines: number; readonly pages: number};

export const FIRST_LOG_VIEW: LogView = {
  selection: null,
  node: null,
  source: null,
  sources: null,
  place: {type: 'end'},
  search: '',
  filter: '',
  direction: 'newer',
  isWrapped: true,
  column: 0,
  hasColours: false,
  isPaused: false,
};

/** The view of other logs; how lines are shown stays. */
export function openedAnew({isWrapped, hasColours}: LogView, selection: LogSelection, since: LogState | null): LogView {
  const filter = typedLogFilter(selection.filter);
  return {...FIRST_LOG_VIEW, isWrapped, hasColours, selection, filter, place: placeAt(selection.at, since)};
}

/** Where what was opened at that time begins; null: at its end. */
export function placeAt(at: number | null, since: LogState | null): LogPlace {
  return at === null ? {type: 'end'} : {type: 'time', at, since};
}

/** Several moves of keys that came together are one. */
export function movedPlace(
  place: LogPlace,
  {lines = 0, pages = 0}: {readonly lines?: number; readonly pages?: number},
): LogPlace {
  if (place.type !== 'moved') return {type: 'moved', from: place, lines, pages};
  return {...place, lines: place.lines + lines, pages: place.pages + pages};
}

/** What of the selection is shown: with the nodes and sources that it was narrowed to. Null: nothing was opened. */
export function narrowed({selection, node, source}: LogView): LogSelection | null {
  if (selection === null) return null;
  return {
    ...selection,
    targets: node === null ? selection.targets : selection.targets.filter(target => target.node === node),
    sources: source === null ? selection.sources : [source],
  };
}
