import type {CallPort, CallResult} from '../model/calls.js';
import type {NodeId} from '../model/node.js';
import type {FollowPort, Stream, StreamBatch, StreamWord} from '../model/stream.js';
import {pause} from '../model/wait-for.js';
import {isUnknownCommand} from './unknown-command.js';
import {createWordQueue, type WordQueue} from './word-queue.js';

/** Items that wait for one follower. */
const MOST_WAITING = 10_000;
/** Milliseconds. */
const ANSWER = 5_000;
const POLL = 250;
const RETRY = 1_000;

/** One poll of a stream, and who follows it. */
interface Source {
  readonly followers: Set<WordQueue<unknown>>;
  /** Why the node does not answer now; null: it does, as far as is known. */
  interruption: string | null;
  /** Aborted when nobody follows it any more. */
  readonly over: AbortController;
}

/** Follows streams by polling: one poll a stream and node is under way, and only while somebody follows. */
export function createFollow({
  call,
  poll = POLL,
  retry = RETRY,
}: {
  readonly call: CallPort;
  readonly poll?: number;
  readonly retry?: number;
}): FollowPort {
  const sources = new Map<string, Source>();

  async function read<Item>(source: Source, node: NodeId, stream: Stream<Item>): Promise<void> {
    const {signal} = source.over;
    const report = (word: StreamWord<Item>) => {
      for (const follower of source.followers) follower.push(word);
    };
    let cursor: string | null = null;
    for (;;) {
      const {command, properties} = stream;
      const result: CallResult<StreamBatch> = await call(
        node,
        'poll',
        {command, properties, cursor},
        {timeout: ANSWER, signal},
      );
      if (signal.aborted) return;
      let rest = retry;
      switch (result.kind) {
        case 'reply': {
          const {items, lost, hasMore} = result.reply;
          if (source.interruption !== null) report({type: 'resumed'});
          source.interruption = null;
          if (lost !== 0) report({type: 'lost', count: lost, reason: 'the node did not keep them'});
          const known = items.map(stream.decode).filter(item => item !== null);
          const garbled = items.length - known.length;
          if (garbled > 0) report({type: 'lost', count: garbled, reason: 'they could not be read'});
          if (known.length > 0) report({type: 'items', items: known});
          cursor = result.reply.cursor;
          rest = hasMore ? 0 : poll;
          break;
        }
        case 'refused':
          report({type: 'ended', reason: refusal(stream.command, result.reason)});
          return;
        case 'unsent':
        case 'lost':
          if (source.interruption === null) report({type: 'interrupted', reason: result.reason});
          source.interruption = result.reason;
          break;
      }
      await pause(rest, signal);
      if (signal.aborted) return;
    }
  }

  function join<Item>(node: NodeId, stream: Stream<Item>, queue: WordQueue<Item>): () => void {
    const key = `${node}\n${stream.name}`;
    const known = sources.get(key);
    const source: Source = known ?? {followers: new Set(), interruption: null, over: new AbortController()};
    source.followers.add(queue as WordQueue<unknown>);
    if (source.interruption !== null) queue.push({type: 'interrupted', reason: source.interruption});
    if (known === undefined) {
      sources.set(key, source);
      void read(source, node, stream).finally(() => {
        if (sources.get(key) === source) sources.delete(key);
      });
    }
    return () => {
      source.followers.delete(queue as WordQueue<unknown>);
      if (source.followers.size > 0) return;
      if (sources.get(key) === source) sources.delete(key);
      source.over.abort();
    };
  }

  return async function* <Item>(node: NodeId, stream: Stream<Item>, signal: AbortSignal) {
    if (signal.aborted) return;
    const queue = createWordQueue<Item>(MOST_WAITING);
    const leave = join(node, stream, queue);
    const end = () => {
      queue.close();
      leave();
    };
    signal.addEventListener('abort', end, {once: true});
    try {
      for (let word = await queue.next(); word !== null; word = await queue.next()) {
        yield word;
        if (word.type === 'ended') return;
      }
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  };
}

/** circus names the command that it does not know, and nothing else. */
function refusal(command: string, reason: string): string {
  return isUnknownCommand(reason)
    ? `this node has no poll-${command}: it needs the package circus/ (circusman-node), or a newer one`
    : reason;
}
