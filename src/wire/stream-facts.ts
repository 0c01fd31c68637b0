import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {FollowPort, Stream} from '../model/stream.js';
import type {Clock} from '../model/time.js';

/** Fills the store's part for a stream until the signal is aborted, and has it forgotten then. Never rejects. */
export type KeepStream = <Item>(node: NodeId, stream: Stream<Item>, signal: AbortSignal) => Promise<void>;

export function createKeepStream({
  follow,
  clock,
  emit,
}: {
  readonly follow: FollowPort;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
}): KeepStream {
  return async (node, stream, signal) => {
    const {name} = stream;
    for await (const word of follow(node, stream, signal)) {
      emit([{type: 'stream-heard', at: clock(), node, stream: name, word}]);
    }
    // A stream that has ended stays to be read for as long as somebody looks.
    if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
    emit([{type: 'stream-forgotten', at: clock(), node, stream: name}]);
  };
}
