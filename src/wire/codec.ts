import type {CallName, Calls} from '../model/calls.js';
import type {JsonObject} from './json.js';
import type {WatcherNames} from './watcher-names.js';

/** What is known of a node that a call can make out of date, so that it is read again after it. Events report all else. */
export type OutOfDate = 'health';

/** All that is to be known of one of the calls. */
export interface Codec<Name extends CallName> {
  /** The circus command. */
  readonly command: string | ((args: Calls[Name]['args']) => string);
  /** Whether circus runs it under the node's one lock, so that it may be refused as a conflict. */
  readonly takesLock: boolean;
  /** Whether it is of the whole node and names no watcher; otherwise one that takes the lock is not sent without a name. */
  readonly isOfNode?: true;
  /** What it makes out of date with these arguments, once it was answered. */
  readonly outdates: (args: Calls[Name]['args']) => readonly OutOfDate[];
  /** The watchers that it names, as they are shown; absent: its argument `watcher`, if it has one. */
  readonly watchers?: (args: Calls[Name]['args']) => readonly string[];
  /**
   * The circus command's properties. `watcher` is the name of the argument `watcher` as circus takes it, and `toSend` gives that of
   * each that `watchers` names.
   */
  readonly properties: (watcher: string, args: Calls[Name]['args'], toSend: (shown: string) => string) => JsonObject;
  /** @throws ProtocolError when the answer is not what circus answers */
  readonly decode: (answer: JsonObject, names: WatcherNames) => Calls[Name]['reply'];
}

/** Calls that change something that circusd reports by events. */
export const SEEN_BY_EVENTS = {outdates: () => []} as const;

/** What every call that only reads has in common. */
export const READING = {takesLock: false, outdates: () => []} as const;
