import type {Chunks} from '../model/chunks.js';
import type {EventEntry} from './event-entry.js';

/** The oldest ones go first, some at a time: to take one away for each that comes would cost as much as that. */
export const EVENTS_KEPT = 50_000;
export const GO_TOGETHER = 500;

/** Entries among which a crash is looked for when its process has been replaced: others may have come between. */
const LOOKED_BACK = 1_000;

/** All of them, those that have just happened last. A crash whose process has been replaced stands where it stood before that. */
export function withEntries(before: Chunks<EventEntry>, after: readonly EventEntry[]): Chunks<EventEntry> {
  const added: EventEntry[] = [];
  let list = before;
  for (const entry of after) {
    const inAdded = added.findLastIndex(one => isSameCrash(one, entry));
    const inList = inAdded === -1 ? findLastCrash(list, entry) : null;
    if (inAdded !== -1) added[inAdded] = asBefore(entry, added[inAdded]);
    else if (inList !== null) list = list.with(inList, asBefore(entry, list.at(inList)));
    else added.push(entry);
  }
  return kept(list.withLast(added));
}

/** Null: it is not among the last ones. */
function findLastCrash(list: Chunks<EventEntry>, entry: EventEntry): number | null {
  if (entry.kind !== 'crashed' || entry.replacedBy === null) return null;
  const from = Math.max(0, list.length - LOOKED_BACK);
  const index = list.slice(from).findLastIndex(one => isSameCrash(one, entry));
  return index === -1 ? null : from + index;
}

function asBefore(entry: EventEntry, before: EventEntry | undefined): EventEntry {
  return before === undefined ? entry : {...entry, number: before.number, at: before.at};
}

/** All of them, each of those that happened earlier where it belongs by its time; of one moment it comes last. */
export function withRecalled(before: Chunks<EventEntry>, recalled: readonly EventEntry[]): Chunks<EventEntry> {
  const added = [...recalled].sort((one, other) => one.at.monotonic - other.at.monotonic);
  const [first] = added;
  if (first === undefined) return before;
  const place = placeOf(before, first.at.monotonic);
  return kept(before.dropLast(before.length - place).withLast(merged(before.slice(place), added)));
}

/** @returns the index of the first entry that is later than so many ms of the monotonic clock */
function placeOf(list: Chunks<EventEntry>, monotonic: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((list.at(middle)?.at.monotonic ?? 0) <= monotonic) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both in the order of their time; the entries of `known` stay in their order. */
function merged(known: readonly EventEntry[], added: readonly EventEntry[]): readonly EventEntry[] {
  const all: EventEntry[] = [];
  let next = 0;
  for (const entry of known) {
    for (let one = added[next]; one !== undefined && one.at.monotonic < entry.at.monotonic; one = added[next]) {
      all.push(one);
      next++;
    }
    all.push(entry);
  }
  return all.concat(added.slice(next));
}

function kept(list: Chunks<EventEntry>): Chunks<EventEntry> {
  return list.length < EVENTS_KEPT + GO_TOGETHER ? list : list.dropFirst(list.length - EVENTS_KEPT);
}

function isSameCrash(one: EventEntry, other: EventEntry): boolean {
  return (
    one.kind === 'crashed' &&
    other.kind === 'crashed' &&
    one.node === other.node &&
    one.watcher === other.watcher &&
    one.pid === other.pid &&
    one.replacedBy === null &&
    other.replacedBy !== null
  );
}
