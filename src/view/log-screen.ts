import {formatBytes, formatCount} from '../model/figures.js';
import {logFilterOf, typedLogFilter} from '../model/log-filter.js';
import type {LogState, OpenLog} from '../model/log-window.js';
import {remember} from '../store/remember.js';
import {cleanText} from '../text/clean-text.js';
import {cutPainted} from '../text/fit-text.js';
import type {GridView} from './grid-cursor.js';
import {type Keymap, keyOf} from './keymap.js';
import {logHeader} from './log-header.js';
import {LOG_KEYS} from './log-keys.js';
import {type LogLayout, layoutLogs} from './log-layout.js';
import {nothingToShow, problemsOf, silentText} from './log-nothing.js';
import {pictureOf} from './log-picture.js';
import {heightOfRow, type RowOptions, rowLine} from './log-row.js';
import type {LogView} from './log-view.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';
import type {Theme} from './theme.js';

/** The logs of watchers, of one node or of many together: what was written, and what is. */
export const LOG: Screen = {...LOG_KEYS, draw, searchedIn: null, hint};

/** From so many lines on the first one says what the logs are of. */
const HEADED = 3;
/** Below it a window has no room for what stands before the lines. */
const NARROWEST = 12;

function draw({state: {log}, screen}: Scene, {width, height, theme, keymap}: Room): Body {
  if (height === 0) return {parts: [], scroll: UNSCROLLED};
  const view = screen.log;
  const head = height < HEADED ? 0 : 1;
  if (log === null) return body(nothingToShow(null, {width, height, theme, keymap}));
  const options: RowOptions = {
    ...view,
    layout: layoutOf(log.logs, width, theme),
    theme,
    search: logFilterOf(view.search),
  };
  const picture = pictureOf(view.place, {log, height: height - head, heightOf: row => heightOfRow(row, options)});
  const lines = picture.lines.flatMap(({row, line}) => {
    const found = log.rows.at(row - log.first);
    return found === undefined ? [] : [rowLine(found, line, row === picture.marked && line === 0, options)];
  });
  const shown = lines.length > 0 ? lines : nothingToShow(log, {width, height: height - head, theme, keymap});
  const all = [...(head === 1 ? [logHeader(log, view, picture, width, theme)] : []), ...shown];
  return {
    ...body(width < NARROWEST ? all.map(line => cutPainted(line, width)) : all),
    log: {of: view.place, place: picture.place, lacks: picture.lacks, isFollowing: picture.isEnd || picture.hasRoom},
  };
}

function body(lines: readonly string[]): Body {
  return {parts: [{type: 'lines', lines}], scroll: UNSCROLLED};
}

let last: {readonly of: readonly unknown[]; readonly layout: LogLayout} | null = null;

/** Made again only when logs, window or theme are others than the last time. */
function layoutOf(logs: readonly OpenLog[], width: number, theme: Theme): LogLayout {
  const of = [logs, width, theme];
  if (last === null || !of.every((value, index) => value === last?.of[index]))
    last = {of, layout: layoutLogs(logs, width, theme)};
  return last.layout;
}

/** Below the lines: what could not be done, what is under way, or what waits. */
function hint({state: {log}, screen}: Scene, _view: GridView, _theme: Theme, keymap: Keymap): string | null {
  if (log === null) return null;
  const key = (name: string) => keyOf(keymap, LOG_KEYS.name, name);
  if (log.problem !== null) return log.problem;
  const {search, filter, scanned} = log;
  if (search?.state === 'running') return `looking for ${cleanText(search.filter.text)}; esc gives it up`;
  if (search?.state === 'none') {
    // There may be one in what cannot be read now.
    const unread = cannotBeRead(log);
    return `${noneFound(search.filter.text, key('search-back'))}${unread === null ? '' : `; not looked through: ${unread}`}`;
  }
  if (screen.log.isPaused)
    return `paused: what comes waits on the nodes${key('pause') === null ? '' : `; ${key('pause')} goes on`}`;
  if (filter !== null && log.loading !== null)
    return `&${cleanText(typedLogFilter(filter))}${progress(scanned)}; esc gives it up`;
  return (
    cannotBeRead(log) ?? aloneText(screen.log, key('all')) ?? (log.rows.length === 0 ? null : silentText(log.logs))
  );
}

/** What is wrong with logs beside those that are shown. That a stream goes to no file is no fault, and would hide one. */
function cannotBeRead({logs, rows}: LogState): string | null {
  const [problem, ...more] = rows.length === 0 ? [] : problemsOf(faulty(logs));
  if (problem === undefined) return null;
  return more.length === 0 ? problem : `${problem} (and ${formatCount(more.length)} more)`;
}

const faulty = remember((logs: readonly OpenLog[]) => logs.filter(({isNowhere}) => isNowhere !== true));

/** What of many is shown alone; null: all is shown. */
function aloneText({node, source}: LogView, all: string | null): string | null {
  const alone = [node, source].flatMap(each => (each === null ? [] : [cleanText(each)])).join(' ');
  return alone === '' ? null : `${alone} alone${all === null ? '' : `; ${all} shows all again`}`;
}

function progress(scanned: LogState['scanned']): string {
  return scanned === null ? '' : `: ${formatBytes(scanned.bytes)} of ${formatBytes(scanned.of)} looked through`;
}

function noneFound(text: string, other: string | null): string {
  return `no further line has ${cleanText(text)} there${other === null ? '' : `; ${other} looks the other way`}`;
}
