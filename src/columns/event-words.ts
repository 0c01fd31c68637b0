import {type EventEntry, isBad, type Occurrence, wasRecalled} from '../store/event-entry.js';

/** A word that filters of events take, `is:crashed`. */
interface EventWordMeaning {
  readonly holds: (entry: EventEntry) => boolean;
  /** Whether it can be said of a watcher: `neo4j:crashed`. */
  readonly isOfWatchers: boolean;
}

const ofWatchers = (...kinds: readonly Occurrence['kind'][]): EventWordMeaning => ({
  holds: entry => kinds.includes(entry.kind),
  isOfWatchers: true,
});
const ofNodes = (...kinds: readonly Occurrence['kind'][]): EventWordMeaning => ({
  ...ofWatchers(...kinds),
  isOfWatchers: false,
});

/** The only list of the words for what happened. What does not fit a word exactly has none: there the text is looked for. */
const WORDS = {
  bad: {holds: isBad, isOfWatchers: true},
  crashed: ofWatchers('crashed'),
  exited: {holds: entry => entry.kind === 'crashed' && entry.exit?.signal === null, isOfWatchers: true},
  killed: {holds: entry => entry.kind === 'crashed' && typeof entry.exit?.signal === 'string', isOfWatchers: true},
  done: ofWatchers('done'),
  spawned: ofWatchers('spawned'),
  started: ofWatchers('started'),
  stopped: ofWatchers('stopped'),
  reloaded: ofWatchers('reloaded'),
  signal: ofWatchers('signal-sent'),
  hook: ofWatchers('hook-failed'),
  configured: ofWatchers('configured'),
  settings: ofWatchers('updated'),
  added: ofWatchers('added'),
  removed: ofWatchers('removed'),
  job: ofNodes('job-began', 'job-ended', 'died-after-ok'),
  note: ofNodes('note'),
  joined: ofNodes('joined'),
  left: ofNodes('left'),
  online: ofNodes('online'),
  stale: ofNodes('stale'),
  offline: ofNodes('offline'),
  unread: ofNodes('read-failed'),
  machine: ofNodes('other-machine', 'machine-trusted', 'same-circusd'),
  missing: ofNodes('may-be-missing', 'leaves-out', 'left-out'),
  recalled: {holds: wasRecalled, isOfWatchers: true},
} as const satisfies Readonly<Record<string, EventWordMeaning>>;

export type EventWord = keyof typeof WORDS;

const MEANINGS: Readonly<Record<EventWord, EventWordMeaning>> = WORDS;

const isEventWord = (word: string): word is EventWord => Object.hasOwn(WORDS, word);

/** All words, in the order in which they are listed to people. */
export const EVENT_WORDS: readonly EventWord[] = Object.keys(WORDS).filter(isEventWord);

export const WATCHER_EVENT_WORDS: readonly EventWord[] = EVENT_WORDS.filter(word => MEANINGS[word].isOfWatchers);

/** Whether the word can be said of the entry. */
export function isEvent(entry: EventEntry, word: EventWord): boolean {
  return MEANINGS[word].holds(entry);
}
