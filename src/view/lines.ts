import {formatAge} from '../model/display-state.js';
import {formatDuration} from '../model/duration.js';
import type {Job} from '../model/job.js';
import type {Instant} from '../model/time.js';
import {clusterCounts, isJobRunning, jobCounts} from '../store/selectors.js';
import type {EventLine} from '../store/state.js';
import {widthOf} from '../text/width.js';
import type {Frame} from './frame.js';
import type {KeyBinding} from './keys.js';
import type {Span, Theme} from './theme.js';

/** Left text and right text on one line of exactly so many columns; the left one gives way. */
export function spread(left: readonly Span[], right: readonly Span[], width: number, theme: Theme): string {
  const ending = right.map(span => ({...span, text: theme.plain(span.text)}));
  const endingWidth = widthOfSpans(ending);
  const hasEnding = endingWidth <= width;
  const kept: Span[] = [];
  let room = hasEnding ? width - endingWidth : width;
  for (const span of left) {
    const text = theme.plain(span.text);
    const own = widthOf(text);
    kept.push({...span, text: own <= room ? text : theme.fit(text, room)});
    room = Math.max(0, room - own);
  }
  return theme.paint([...kept, {text: ' '.repeat(room)}, ...(hasEnding ? ending : [])]);
}

/** The first line: how many nodes there are and how they fare, and what one must always know. */
export function headerLine(
  {state, screen, clock}: Frame,
  {isReadOnly, width, theme}: {readonly isReadOnly: boolean; readonly width: number; readonly theme: Theme},
): string {
  const counts = clusterCounts(state);
  const count = counts.online + counts.connecting + counts.stale + counts.offline;
  const parts: Span[] = [
    {text: `${counts.online} online`, tone: counts.online > 0 ? 'healthy' : 'plain'},
    ...(counts.connecting > 0 ? [{text: `${counts.connecting} connecting`, tone: 'changing'} as const] : []),
    ...(counts.stale > 0 ? [{text: `${counts.stale} stale`, tone: 'changing'} as const] : []),
    ...(counts.offline > 0 ? [{text: `${counts.offline} offline`, tone: 'failing'} as const] : []),
  ];
  const separator = {text: ` ${theme.glyph('separator')} `, tone: 'dim'} as const;
  const left: Span[] = [
    {text: 'circusman', isBold: true},
    {text: `  ${count} node${count === 1 ? '' : 's'}  `},
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])),
  ];
  const right: Span[] = [
    ...(isReadOnly ? [{text: ' READ-ONLY ', tone: 'alarm'} as const] : []),
    ...(screen.paused === null ? [] : [{text: pausedText(screen.paused.at, clock), tone: 'alarm'} as const]),
    {text: `  plain  ${clockTime(clock)}`, tone: 'dim'},
  ];
  return spread(left, right, width, theme);
}

/** How old the picture is that stands still. */
function pausedText(at: Instant, clock: Instant): string {
  return ` PAUSED, ${formatAge(clock.monotonic - at.monotonic)} old`;
}

/** "12:04", the operator's own time. */
function clockTime(now: Instant): string {
  return new Date(now.wall).toTimeString().slice(0, 5);
}

/** The line under the rows: what one must know to read them, and which of the rows these are. */
export function footerLine(
  notes: readonly string[],
  rows: {readonly first: number; readonly visible: number; readonly count: number},
  width: number,
  theme: Theme,
): string {
  const left = notes.length === 0 ? '' : `  ${notes.join(` ${theme.glyph('separator')} `)}`;
  const last = Math.min(rows.first + rows.visible, rows.count);
  const more = last < rows.count ? theme.glyph('below') : rows.first > 0 ? theme.glyph('above') : ' ';
  const right = rows.count === 0 ? '' : `  ${rows.first + 1}-${last} of ${rows.count} ${more}`;
  return spread([{text: left, tone: 'dim'}], [{text: right, tone: 'dim'}], width, theme);
}

/** What happened last, newest last, in so many lines; blank ones come first. */
export function eventLines(
  events: readonly EventLine[],
  count: number,
  width: number,
  theme: Theme,
): readonly string[] {
  const shown = count === 0 ? [] : events.slice(-count);
  const blank = Array.from({length: count - shown.length}, () => ' '.repeat(width));
  return [...blank, ...shown.map(event => eventLine(event, width, theme))];
}

function eventLine(event: EventLine, width: number, theme: Theme): string {
  const time = new Date(event.at.wall).toTimeString().slice(0, 8);
  const place = event.watcher === null ? event.node : `${event.node} ${event.watcher}`;
  return spread(
    [
      {text: `${time} `, tone: 'dim'},
      {text: `${place}  `},
      {text: event.text, tone: event.isBad ? 'failing' : 'plain'},
    ],
    [],
    width,
    theme,
  );
}

const BAR_WIDTH = 14;

/** One job: what, how far, how it fares. */
export function jobLine(job: Job, now: Instant, width: number, theme: Theme, hint: string): string {
  const total = job.targets.length;
  const ended = job.targets.filter(each => each.outcome !== null).length;
  const full = total === 0 ? BAR_WIDTH : Math.floor((ended / total) * BAR_WIDTH);
  const progress = theme.glyph('full').repeat(full) + theme.glyph('empty').repeat(BAR_WIDTH - full);
  const spans = jobSpans(job, now, theme);
  const whole = isJobRunning(job) ? spans.toSpliced(FIGURES + 1, 0, {text: `  ${progress}`}) : spans;
  const room = width - widthOf(hint);
  const left = widthOfSpans(whole) <= room ? whole : spans;
  return spread(shorten(left, room, theme), [{text: hint, tone: 'dim'}], width, theme);
}

/** What the line of a job says where there is room for all of it. */
export function jobText(job: Job, now: Instant, theme: Theme): string {
  return theme.plain(
    jobSpans(job, now, theme)
      .map(({text}) => text)
      .join(''),
  );
}

/** Where the command and the figures stand among the spans of a job. */
const COMMAND = 1;
const FIGURES = 2;

function jobSpans(job: Job, now: Instant, theme: Theme): readonly Span[] {
  const counts = jobCounts(job);
  const oks = counts.get('ok') ?? 0;
  const others = [...counts].filter(([kind, count]) => kind !== 'ok' && count > 0);
  const isBad = others.some(([kind]) => kind !== 'running' && kind !== 'waiting');
  const separator = ` ${theme.glyph('separator')} `;
  const isRunning = isJobRunning(job);
  const ms = (job.endedAt ?? now).monotonic - job.beganAt.monotonic;
  const waits = job.targets.find(each => each.outcome === null && each.waitsFor !== null)?.waitsFor ?? null;
  const figures = [`${oks}/${job.targets.length} ok`, ...others.map(([kind, count]) => `${count} ${kind}`)];
  return [
    {text: `#${job.id} `, tone: 'dim'},
    {text: job.text},
    {text: `  ${figures.join(separator)}`, tone: isBad ? 'failing' : isRunning ? 'changing' : 'healthy'},
    ...(isRunning ? [] : [{text: `  in ${formatDuration(ms)}`, tone: 'dim'} as const]),
    ...(waits === null ? [] : [{text: `  waits for ${waits}`, tone: 'changing'} as const]),
  ];
}

function widthOfSpans(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + widthOf(span.text), 0);
}

/** "restart neo4j titan": below this the command is not cut, but what stands behind it. */
const SHORTEST_COMMAND = 20;

/** A long command gives way before the figures do: they are what one looks for. */
function shorten(spans: readonly Span[], width: number, theme: Theme): readonly Span[] {
  const rest = widthOfSpans(spans.toSpliced(COMMAND, 1));
  const room = Math.max(SHORTEST_COMMAND, width - rest);
  return spans.map((span, index) =>
    index === COMMAND && widthOf(span.text) > room ? {...span, text: theme.fit(span.text, room)} : span,
  );
}

/** The last line: the keys that matter here; those that do not fit are left out, the last one stays. */
export function keyLine(bindings: readonly KeyBinding[], width: number, theme: Theme): string {
  const labelled = bindings.flatMap(({keys: [key], label}) =>
    key === undefined || label === undefined ? [] : [{key, label}],
  );
  const spans: Span[] = [];
  let room = width;
  for (const {key, label} of labelled) {
    const own = key.length + 1 + label.length + 2;
    if (own > room + 2) break;
    room -= own;
    spans.push({text: key, isBold: true}, {text: ` ${label}  `, tone: 'dim'});
  }
  return spread(spans, [], width, theme);
}
