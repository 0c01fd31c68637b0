import type {StreamFact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Draft} from './draft.js';
import type {State, StreamRow} from './state.js';

/** Items that are kept of a stream; the oldest go first. */
export const ITEMS_KEPT = 10_000;

const NOTHING: StreamRow = {items: [], lost: 0, isMoreLost: false, problem: null, hasEnded: false};

function streamKey(node: NodeId, stream: string): string {
  return `${node}\n${stream}`;
}

/** What is known of a stream; null: nobody follows it. */
export function streamOf({streams}: State, node: NodeId, stream: string): StreamRow | null {
  return streams.get(streamKey(node, stream)) ?? null;
}

export function reduceStream(draft: Draft, fact: StreamFact): void {
  const key = streamKey(fact.node, fact.stream);
  const streams = new Map(draft.streams());
  if (fact.type === 'stream-forgotten') streams.delete(key);
  else streams.set(key, next(streams.get(key) ?? NOTHING, fact.word));
  draft.setStreams(streams);
}

function next(row: StreamRow, word: Extract<StreamFact, {type: 'stream-heard'}>['word']): StreamRow {
  switch (word.type) {
    case 'items': {
      const items = [...row.items, ...word.items];
      return {...row, items: items.length > ITEMS_KEPT ? items.slice(-ITEMS_KEPT) : items};
    }
    case 'lost':
      return word.count === null ? {...row, isMoreLost: true} : {...row, lost: row.lost + word.count};
    case 'interrupted':
      return {...row, problem: word.reason};
    case 'resumed':
      return {...row, problem: null};
    case 'ended':
      return {...row, problem: word.reason, hasEnded: true};
  }
}
