import {type EventEntry, isBad, wasRecalled} from '../store/event-entry.js';
import {watcherColumns} from '../store/selectors.js';
import type {State} from '../store/state.js';
import {widthOf} from '../text/width.js';
import {eventText} from '../wording/event.js';
import {eventLook} from '../wording/event-look.js';
import {spread, widthOfSpans} from './spread.js';
import type {Span, Theme} from './theme.js';

/** How rows are divided at a width. */
export interface EventLayout {
  readonly width: number;
  /** Columns of the time: hours to seconds, hours and minutes, or none. */
  readonly time: 8 | 5 | 0;
  /** Columns of the node and of the watcher; null: they stand before the text, as wide as they are. */
  readonly places: {readonly node: number; readonly watcher: number} | null;
}

/** Columns of the window from which on the time has seconds, there is a time at all, and places stand in columns. */
const WIDTHS = {seconds: 40, time: 20, places: 72} as const;
const NAME_WIDTHS = {shortest: 8, nodePart: 3, watcherPart: 6} as const;
const GAP = 2;

/** It depends on the names that there are, not on the rows that are seen: columns stay while one scrolls. */
export function layoutEvents(state: State, width: number, theme: Theme): EventLayout {
  const time = width >= WIDTHS.seconds ? 8 : width >= WIDTHS.time ? 5 : 0;
  if (width < WIDTHS.places) return {width, time, places: null};
  const longest = (names: Iterable<string>, part: number) => {
    let columns: number = NAME_WIDTHS.shortest;
    for (const name of names) columns = Math.max(columns, widthOf(theme.printable(name)));
    return Math.min(columns, Math.floor(width / part));
  };
  return {
    width,
    time,
    places: {
      node: longest(state.nodes.keys(), NAME_WIDTHS.nodePart),
      watcher: longest(watcherColumns(state), NAME_WIDTHS.watcherPart),
    },
  };
}

/** What happened, as one line of exactly the screen's width. */
export function eventRow(entry: EventEntry, isHere: boolean, layout: EventLayout, theme: Theme): string {
  const look = eventLook(entry);
  const edge: readonly Span[] = [
    {text: isHere ? theme.glyph('cursor') : ' ', isBold: true},
    {text: look.glyph === null ? ' ' : theme.glyph(look.glyph), tone: look.tone},
    {text: wasRecalled(entry) ? theme.glyph('recalled') : ' ', tone: 'dim'},
  ];
  const time: readonly Span[] = layout.time === 0 ? [] : [{text: timeText(entry, layout.time), tone: 'dim'}];
  const used = widthOfSpans([...edge, ...time]) + (layout.time === 0 ? 0 : 1);
  const rest = [...placeSpans(entry, isHere, layout, theme), ...textSpans(entry, theme)];
  return (
    theme.paint(edge) +
    theme.paint(time, isHere) +
    (layout.time === 0 ? '' : ' ') +
    spread(rest, [], Math.max(0, layout.width - used), theme)
  );
}

/** Whether its row has no room for all of it. */
export function isCutRow(entry: EventEntry, layout: EventLayout, theme: Theme): boolean {
  const rest = [...placeSpans(entry, false, layout, theme), ...textSpans(entry, theme)];
  const own = widthOfSpans(rest.map(({text}) => ({text: theme.printable(text)})));
  const hasCutName = namesOf(entry, layout).some(({name, width}) => widthOf(theme.printable(name)) > width);
  return hasCutName || EDGE + layout.time + 1 + own > layout.width;
}

const EDGE = 3;

/** All that the entry says, on one line: "10.0.0.7 neo4j: process 3312 exited 3". */
export function wholeText(entry: EventEntry): string {
  const place = [entry.node, entry.watcher].filter(name => name !== null).join(' ');
  const recalled = wasRecalled(entry) ? ` (${RECALLED}: it was fetched after it happened)` : '';
  return `${place === '' ? '' : `${place}: `}${eventText(entry)}${recalled}`;
}

const RECALLED = 'recalled';

/** "12:04:30", by our clock in the operator's own time. */
function timeText({at}: EventEntry, width: number): string {
  return new Date(at.wall).toTimeString().slice(0, width);
}

/** Where it happened, each name with the columns that it has. What has no watcher, or no node, needs none for it: the text begins there. */
function namesOf(
  {node, watcher}: EventEntry,
  {width, places}: EventLayout,
): readonly {readonly name: string; readonly width: number}[] {
  const most = Math.max(NAME_WIDTHS.shortest, Math.floor(width / NAME_WIDTHS.nodePart));
  return [
    ...(node === null ? [] : [{name: node, width: places?.node ?? most}]),
    ...(watcher === null ? [] : [{name: watcher, width: places?.watcher ?? most}]),
  ];
}

function placeSpans(entry: EventEntry, isBold: boolean, layout: EventLayout, theme: Theme): readonly Span[] {
  return namesOf(entry, layout).map(({name, width}) => {
    const own = layout.places === null ? Math.min(width, widthOf(theme.printable(name))) : width;
    const gap = ' '.repeat(layout.places === null ? 1 : GAP);
    return {text: theme.fit(name, own, {cutAt: 'middle'}) + gap, isBold};
  });
}

function textSpans(entry: EventEntry, theme: Theme): readonly Span[] {
  const tone = isBad(entry) ? eventLook(entry).tone : 'normal';
  const text = eventText(entry);
  return [
    ...(wasRecalled(entry) ? [{text: `${RECALLED}: `, tone: 'dim'} as const] : []),
    entry.kind === 'may-be-missing' ? {text: ruled(text, theme), tone} : {text, tone},
  ];
}

/** A gap looks like one. */
function ruled(text: string, theme: Theme): string {
  const rule = theme.glyph('rule').repeat(3);
  return `${rule} ${text} ${rule}`;
}
