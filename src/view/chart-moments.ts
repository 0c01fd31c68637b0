import type {Moment} from '../chart/moments.js';
import type {Chunks} from '../model/chunks.js';
import type {Instant} from '../model/time.js';
import type {EventEntry} from '../store/event-entry.js';
import {remember} from '../store/remember.js';
import type {State} from '../store/state.js';
import {type ChartData, wallTime} from './chart-data.js';

/** What happened in the window that has to do with the figures: jobs, from begin to end, and notes. */
export function chartMoments(
  {jobs, events}: State,
  now: Instant,
  {from, to}: Pick<ChartData, 'from' | 'to'>,
  printable: (text: string) => string,
): readonly Moment[] {
  const atOf = (instant: Instant) => wallTime(instant.monotonic / 1_000, now);
  const isSeen = (begin: Instant, end: Instant | null) => atOf(begin) <= to && (end === null || atOf(end) >= from);
  const seenJobs = jobs.filter(({beganAt, endedAt}) => isSeen(beganAt, endedAt));
  const ofJobs = seenJobs.flatMap((job): readonly Moment[] => [
    {at: atOf(job.beganAt), kind: 'begin', text: printable(`#${job.id} ${job.text}`)},
    ...(job.endedAt === null ? [] : [{at: atOf(job.endedAt), kind: 'end', text: ''} as const]),
  ]);
  const seenNotes = notesIn(events).filter(({at}) => isSeen(at, at));
  const ofNotes = seenNotes.map(({at, text}): Moment => ({at: atOf(at), kind: 'mark', text: printable(text)}));
  return [...ofJobs, ...ofNotes];
}

type Note = EventEntry & {readonly kind: 'note'};

/** They are looked for once for each list: most frames find it as it was. */
const notesIn = remember((events: Chunks<EventEntry>): readonly Note[] =>
  [...events].filter((entry): entry is Note => entry.kind === 'note'),
);
