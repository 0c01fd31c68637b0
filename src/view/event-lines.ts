import {type EventEntry, isBad} from '../store/event-entry.js';
import {latestNews} from '../store/news.js';
import type {State} from '../store/state.js';
import {eventText} from '../wording/event.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** What happened last and is worth a glance, newest last, in so many lines; blank ones come first. */
export function eventLines(state: State, count: number, width: number, theme: Theme): readonly string[] {
  const shown = latestNews(state, count);
  const blank = Array.from({length: count - shown.length}, () => ' '.repeat(width));
  return [...blank, ...shown.map(event => eventLine(event, width, theme))];
}

function eventLine(event: EventEntry, width: number, theme: Theme): string {
  const time = new Date(event.at.wall).toTimeString().slice(0, 8);
  const place = [event.node, event.watcher].filter(name => name !== null).join(' ');
  return spread(
    [
      {text: `${time} `, tone: 'dim'},
      {text: `${place}  `},
      {text: eventText(event), tone: isBad(event) ? 'failing' : 'normal'},
    ],
    [],
    width,
    theme,
  );
}
