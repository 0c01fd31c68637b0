import {logFilterOf} from '../model/log-filter.js';
import type {LogState} from '../model/log-window.js';
import {parseMoment} from '../model/moment.js';
import type {Bar} from './bar.js';
import type {ActPorts} from './key-binding.js';
import {sourcesIn} from './log-header.js';
import {type LogPlace, type LogView, movedPlace, narrowed, placeAt} from './log-view.js';

/** Moves the picture by so many lines or pages. */
export function moveBy(by: {readonly lines?: number; readonly pages?: number}, on: ActPorts): void {
  see({place: movedPlace(viewOf(on).place, by)}, on);
}

export function toStart(on: ActPorts): void {
  see({place: {type: 'start'}}, on);
  if (on.ports.state().log?.isAtStart === false) on.ports.log.toStart();
}

/** To the last line, and follows. */
export function toEnd(on: ActPorts): void {
  see({place: {type: 'end'}, isPaused: false}, on);
  if (on.ports.state().log?.isAtEnd === false) on.ports.log.toEnd();
}

/** Moves lines that are cut to the side, by halves of a page as it usually is. */
export function moveSideways(by: 1 | -1, on: ActPorts): void {
  const {isWrapped, column} = viewOf(on);
  if (isWrapped) on.say('long lines are wrapped: there is nothing beside them', false);
  else see({column: Math.max(0, column + by * SIDE)}, on);
}

const SIDE = 20;

export function toggleWrap(on: ActPorts): void {
  see({isWrapped: !viewOf(on).isWrapped, column: 0}, on);
}

/** Shows the colours that are in the lines, or no more. */
export function toggleColours(on: ActPorts): void {
  const hasColours = !viewOf(on).hasColours;
  see({hasColours}, on);
  on.say(
    hasColours
      ? 'colours in lines are taken for colours; other control characters are made visible'
      : 'colours in lines are made visible as the control characters they are',
    false,
  );
}

/** What comes waits on the nodes, or is shown again. */
export function togglePause(on: ActPorts): void {
  see({isPaused: !viewOf(on).isPaused}, on);
}

/** Looks for what was searched last, on in its direction or the other way. */
export function searchOn(isBack: boolean, on: ActPorts): void {
  const view = viewOf(on);
  const filter = logFilterOf(view.search);
  const log = on.ports.state().log;
  if (filter === null) on.say('nothing was searched for yet: / does', false);
  if (filter === null || log === null) return;
  const isOlder = (view.direction === 'older') !== isBack;
  const direction = isOlder ? 'older' : 'newer';
  on.ports.log.search(filter, direction, searchedFrom(view.place, direction, log));
  see({place: {type: 'search', from: view.place, since: log}}, on);
}

/** The row beyond which is looked: the one that was gone to, else the first that is seen, or the last where the end is followed. */
function searchedFrom(place: LogPlace, direction: 'older' | 'newer', log: LogState): number {
  const {first, rows} = log;
  switch (place.type) {
    case 'top':
      return place.marked ?? (direction === 'newer' ? place.row - 1 : place.row);
    case 'row':
      return place.row;
    case 'search':
      return undrawnHit(place, log) ?? searchedFrom(place.from, direction, log);
    case 'moved':
      return searchedFrom(place.from, direction, log);
    case 'start':
      return first - 1;
    case 'time':
    case 'end':
      return first + rows.length;
  }
}

/** The row that a search has found and that is not drawn yet; null: it has found none. */
function undrawnHit({since}: Extract<LogPlace, {type: 'search'}>, log: LogState): number | null {
  return log !== since && log.search?.state === 'found' ? log.search.row : null;
}

/** What of the logs is cycled through, each alone. */
type LogPart = 'node' | 'source';

/** Shows the next node or source alone (-1: the one before); behind the last one all of them again. */
export function showAlone(part: LogPart, by: 1 | -1, on: ActPorts): void {
  const view = viewOf(on);
  const log = on.ports.state().log;
  if (log === null || view.selection === null) return;
  const all =
    part === 'node'
      ? [...new Set(view.selection.targets.map(({node}) => node))]
      : (view.sources ?? sourcesIn(log.logs));
  const now = view[part];
  if (all.length < 2) {
    on.say(`there is only one ${part}`, false);
    return;
  }
  const next = now === null ? firstAlone(part, by, all, on) : (all[all.indexOf(now) + by] ?? null);
  reopen({[part]: next, sources: view.sources ?? sourcesIn(log.logs)}, on);
}

/** The node or source of the line that was gone to, or else the first one (-1: the last). */
function firstAlone(part: LogPart, by: 1 | -1, all: readonly string[], {screen, ports}: ActPorts): string | null {
  const {place} = screen().log;
  const log = ports.state().log;
  const marked = place.type === 'top' && place.marked !== null ? log?.rows.at(place.marked - log.first) : undefined;
  const of = marked === undefined || marked.log === null ? undefined : log?.logs[marked.log];
  return of?.[part] ?? all.at(by === 1 ? 0 : -1) ?? null;
}

/** Shows all nodes and sources again. */
export function showAll(on: ActPorts): void {
  const {node, source} = viewOf(on);
  if (node === null && source === null) on.say('all of it is shown', false);
  else reopen({node: null, source: null}, on);
}

/** The same logs, more or fewer of them: where lines have times, the picture stays at its time. */
function reopen(change: Partial<LogView>, on: ActPorts): void {
  const log = on.ports.state().log;
  const at = timeSeen(viewOf(on).place, log);
  see({...change, place: placeAt(at, log), isPaused: false}, on);
  const selection = narrowed(viewOf(on));
  if (selection !== null) on.ports.log.open({...selection, at, filter: logFilterOf(viewOf(on).filter)});
}

/** The time of the line that was gone to, or of the first that is seen; null: the end is followed, or the line has no time. */
function timeSeen(place: LogPlace, log: LogState | null): number | null {
  if (place.type === 'time') return place.at;
  if (place.type !== 'top' || log === null) return null;
  const row = log.rows.at((place.marked ?? place.row) - log.first);
  return row?.kind === 'line' && row.isOwnTime ? row.at : null;
}

/** Does what was typed behind `/`, `&` or `t`. @returns whether that was right */
export function submitLogBar({kind, field}: Bar, on: ActPorts): boolean {
  switch (kind) {
    case 'log-search':
      see({search: field.text, direction: isFollowing(viewOf(on).place) ? 'older' : 'newer'}, on);
      if (field.text !== '') searchOn(false, on);
      return true;
    case 'log-filter': {
      const log = on.ports.state().log;
      see({place: placeAt(timeSeen(viewOf(on).place, log), log), filter: field.text}, on);
      on.ports.log.filter(logFilterOf(field.text));
      return true;
    }
    case 'log-time': {
      const at = parseMoment(field.text.trim(), on.ports.clock().wall);
      if (at === null) return field.text.trim() === '';
      see({place: {type: 'time', at, since: on.ports.state().log}, isPaused: false}, on);
      on.ports.log.toTime(at);
      return true;
    }
    case 'command':
    case 'filter':
    case 'events':
    case 'search':
      return true;
  }
}

function isFollowing(place: LogPlace): boolean {
  return place.type === 'end' || (place.type === 'moved' && isFollowing(place.from));
}

/** Gives up what is being looked for, then takes what was searched and the filter away; without these, goes back. */
export function backOut(on: ActPorts): void {
  const log = on.ports.state().log;
  const {search, filter, place} = viewOf(on);
  if (log?.search?.state === 'running' || search !== '') {
    // What was found and is not drawn yet stays where it is.
    const found = log !== null && place.type === 'search' ? undrawnHit(place, log) : null;
    see({search: '', ...(found === null ? {} : {place: {type: 'row', row: found}})}, on);
    on.ports.log.endSearch();
  } else if (filter !== '' || (log !== null && log.filter !== null)) {
    see({filter: '', place: placeAt(timeSeen(place, log), log)}, on);
    on.ports.log.filter(null);
  } else on.change({type: 'back'});
}

function viewOf({screen}: ActPorts): LogView {
  return screen().log;
}

function see(view: Partial<LogView>, {change}: ActPorts): void {
  change({type: 'see-log', view});
}
