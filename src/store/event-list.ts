import type {Chunks} from '../model/chunks.js';
import type {EventEntry} from './event-entry.js';

/** The oldest ones go first, some at a time: to take one away for each that comes would cost as much as that. */
export const EVENTS_KEPT = 50_000;
export const GO_TOGETHER = 500;

/** All of them, those that have just happened last. A crash whose process has been replaced takes the place of the same crash before that. */
export function withEntries(before: Chunks<EventEntry>, after: readonly EventEntry[]): Chunks<EventEntry> {
  const added: EventEntry[] = [];
  let list = before;
  for (const entry of after) {
    const last = added.at(-1) ?? list.at(list.length - 1);
    if (last === undefined || !isSameCrash(last, entry)) {
      added.push(entry);
      continue;
    }
    if (added.length > 0) added.pop();
    else list = list.dropLast(1);
    added.push({...entry, number: last.number});
  }
  return kept(list.withLast(added));
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
