import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {FollowPort, Stream} from '../model/stream.js';
import type {Clock} from '../model/time.js';

/** Fills the store's part for a stream until the signal is aborted; the last one who keeps it has it forgotten. Never rejects. */
export type KeepStream = <Item>(node: NodeId, stream: Stream<Item>, signal: AbortSignal) => Promise<void>;

/** A part of the store that is filled, once for all who keep it. */
interface Kept {
  keepers: number;
  /** Aborted when nobody keeps it any more. */
  readonly over: AbortController;
}

export function createKeepStream({
  follow,
  clock,
  emit,
}: {
  readonly follow: FollowPort;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
}): KeepStream {
  const parts = new Map<string, Kept>();

  async function fill<Item>(node: NodeId, stream: Stream<Item>, signal: AbortSignal): Promise<void> {
    for await (const word of follow(node, stream, signal)) {
      if (signal.aborted) return;
      emit([{type: 'stream-heard', at: clock(), node, stream: stream.name, word}]);
    }
  }

  return async (node, stream, signal) => {
    if (signal.aborted) return;
    const key = `${node}\n${stream.name}`;
    const known = parts.get(key);
    const kept = known ?? {keepers: 0, over: new AbortController()};
    kept.keepers++;
    if (known === undefined) {
      parts.set(key, kept);
      void fill(node, stream, kept.over.signal);
    }
    // A stream that has ended stays to be read for as long as somebody looks.
    await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
    kept.keepers--;
    if (kept.keepers > 0) return;
    parts.delete(key);
    kept.over.abort();
    emit([{type: 'stream-forgotten', at: clock(), node, stream: stream.name}]);
  };
}
