import {formatCount} from '../model/figures.js';
import {formatNodeSet} from '../model/node-set.js';
import {EVENTS_KEPT} from '../store/event-list.js';
import type {State} from '../store/state.js';
import {wrapped} from '../text/wrap-text.js';
import {type EventLine, entryUnder, eventWindow} from './event-place.js';
import {type EventLayout, eventRow, isCutRow, layoutEvents, wholeText} from './event-row.js';
import {type EventsView, shownEvents} from './events-view.js';
import {footerLine} from './footer-line.js';
import {type Keymap, keyOf} from './keymap.js';
import type {Scene} from './scene.js';
import type {Room} from './screen.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** From so many lines on there is one for what is shown, for which of it is seen, and some for an entry that its row has no room for. */
const HEIGHTS = {head: 5, footer: 7, whole: 10} as const;
const MOST_WHOLE = 3;
const INDENT = '  ';

type LinesRoom = Pick<Room, 'width' | 'height' | 'theme' | 'keymap'>;

/** How many lines of a body of so many are rows. */
export function rowsIn(height: number): number {
  return Math.max(0, height - (height >= HEIGHTS.head ? 1 : 0) - (height >= HEIGHTS.footer ? 1 : 0));
}

/** What happened, newest last. Only what is seen is made. */
export function eventsLines({state, screen, now}: Scene, room: LinesRoom): readonly string[] {
  const {width, height, theme, keymap} = room;
  const view = screen.events;
  const events = shownEvents(state, view);
  const head = height >= HEIGHTS.head ? [headLine(state, view, events.length, width, theme)] : [];
  if (events.length === 0) return [...head, ...noEntryLines(state, view, room)].slice(0, height);
  const layout = layoutEvents(state, width, theme);
  const here = entryUnder(events, view.place);
  const isCut = height >= HEIGHTS.whole && here !== null && isCutRow(here, layout, theme);
  const whole = isCut
    ? wrapped(theme.printable(wholeText(here)), Math.max(1, width - INDENT.length), MOST_WHOLE, theme)
    : [];
  const seen = eventWindow(events, view.place, rowsIn(height) - whole.length, now.wall);
  const rows = seen.lines.map(line => lineOf(line, layout, theme));
  const blank = Array.from({length: Math.max(0, rowsIn(height) - whole.length - rows.length)}, () => ' '.repeat(width));
  const places = {first: seen.top, visible: seen.shown, count: events.length};
  return [
    ...head,
    ...rows,
    ...blank,
    ...whole.map(text => spread([{text: INDENT + text}], [], width, theme)),
    ...(height >= HEIGHTS.footer ? [footerLine(notesFor(state, view, keymap), places, width, theme)] : []),
  ];
}

function headLine(
  {events}: State,
  {query, filterText}: EventsView,
  shown: number,
  width: number,
  theme: Theme,
): string {
  const separator = ` ${theme.glyph('separator')} `;
  const left: readonly Span[] = [
    {text: 'Events', isBold: true},
    {text: query.nodes === null ? '' : ` of ${formatNodeSet([...query.nodes])}`},
    ...(filterText === '' ? [] : [{text: `${separator}filter `, tone: 'dim'} as const, {text: filterText}]),
  ];
  const count = shown === events.length ? '' : `  ${formatCount(shown)} of ${formatCount(events.length)}`;
  return spread(left, [{text: count, tone: 'dim'}], width, theme);
}

/** "Fri 2026-11-27" */
function dayText(wall: number): string {
  const date = new Date(wall);
  const [weekday] = date.toDateString().split(' ');
  const [month, day] = [date.getMonth() + 1, date.getDate()].map(number => String(number).padStart(2, '0'));
  return `${weekday} ${date.getFullYear()}-${month}-${day}`;
}

function lineOf(line: EventLine, layout: EventLayout, theme: Theme): string {
  if (line.type === 'entry') return eventRow(line.entry, line.isHere, layout, theme);
  const rule = theme.glyph('rule').repeat(3);
  return spread([{text: `   ${dayText(line.wall)} ${rule}`, tone: 'dim'}], [], layout.width, theme);
}

function notesFor({events}: State, {place}: EventsView, keymap: Keymap): readonly string[] {
  const last = keyOf(keymap, 'events', 'last');
  const isFollowed = place.cursor === null;
  return [
    ...(isFollowed ? ['newest, followed'] : last === null ? [] : [`${last} follows the newest`]),
    ...(events.length < EVENTS_KEPT ? [] : [`the last ${formatCount(EVENTS_KEPT)} are kept`]),
  ];
}

function noEntryLines({events}: State, {query, filterText}: EventsView, {width, theme}: LinesRoom): readonly string[] {
  const text =
    events.length === 0
      ? 'Nothing has happened yet. What nodes, watchers and jobs do from now on is kept here.'
      : `None of ${formatCount(events.length)} ${filterText === '' ? 'is' : 'fits the filter'}${
          query.nodes === null ? '' : ' of these nodes'
        }; esc shows all.`;
  return wrapped(text, Math.max(1, width - INDENT.length), MOST_WHOLE, theme).map(line =>
    spread([{text: INDENT + line, tone: 'dim'}], [], width, theme),
  );
}
