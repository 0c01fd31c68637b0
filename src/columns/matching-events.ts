import type {Chunks} from '../model/chunks.js';
import type {EventEntry} from '../store/event-entry.js';
import {remember} from '../store/remember.js';
import {type EventQuery, eventMatcher, searchedText} from './event-filter.js';

type Events = Chunks<EventEntry>;
type Piece = readonly EventEntry[];

/** What was found out for one query: of each piece of the list what fits, and of the last list all that does. */
interface Found {
  readonly pieces: WeakMap<Piece, Piece>;
  last: {readonly of: Events; readonly fitting: Events} | null;
}

/** Each key of a filter that is typed asks for them again. */
const textsOf = remember((piece: Piece): readonly string[] => piece.map(searchedText));

const known = new WeakMap<EventQuery, Found>();

/**
 * The entries that the query lets through, in their order. Each piece of the list is looked through once: when entries come in, the
 * other pieces are those of the list before.
 */
export function matchingEvents(events: Events, query: EventQuery): Events {
  if (query.nodes === null && query.filter.length === 0) return events;
  const found: Found = known.get(query) ?? {pieces: new WeakMap(), last: null};
  known.set(query, found);
  if (found.last?.of !== events) {
    const fits = eventMatcher(query);
    const fittingOf = (piece: Piece) => {
      const fitting =
        found.pieces.get(piece) ?? piece.filter((entry, index) => fits(entry, () => textsOf(piece)[index] ?? ''));
      found.pieces.set(piece, fitting);
      return fitting;
    };
    found.last = {of: events, fitting: events.mapPieces(fittingOf)};
  }
  return found.last.fitting;
}
