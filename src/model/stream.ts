import type {NodeId} from './node.js';

/**
 * Something on a node that can be followed: a command of our package, `poll-…`, answers what came since a cursor, as
 * `{"cursor": text, "items": list, "lost": number or null, "more": true/false}`.
 */
export interface Stream<Item> {
  /** Names it among the streams of the node: followers of the same name share one poll. */
  readonly name: string;
  /** Without its `poll-`. */
  readonly command: string;
  /** What the command takes beside the cursor. */
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  /** Null: it is no such item, and counts as lost. */
  readonly decode: (item: unknown) => Item | null;
}

/** What came since a cursor. */
export interface StreamBatch {
  readonly cursor: string;
  readonly items: readonly unknown[];
  /** How many the node could not keep until they were asked for; null: nobody knows, as after its circusd was started anew. */
  readonly lost: number | null;
  /** Whether there is more to be had at once. */
  readonly hasMore: boolean;
}

/** What a follower hears. */
export type StreamWord<Item> =
  | {readonly type: 'items'; readonly items: readonly Item[]}
  /** Items that are missing here, and why; null: nobody knows how many. */
  | {readonly type: 'lost'; readonly count: number | null; readonly reason: string}
  /** The node does not answer; it is asked again until it does. */
  | {readonly type: 'interrupted'; readonly reason: string}
  | {readonly type: 'resumed'}
  /** There will be no more: the last word. */
  | {readonly type: 'ended'; readonly reason: string};

/**
 * Follows a stream from the first look at the result until the signal is aborted, or until the node has no such stream. What
 * comes faster than it is read is bounded: the oldest items go, and a word says how many.
 */
export type FollowPort = <Item>(
  node: NodeId,
  stream: Stream<Item>,
  signal: AbortSignal,
) => AsyncIterable<StreamWord<Item>>;
