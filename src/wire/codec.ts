import type {CallName, Calls} from '../model/calls.js';
import type {JsonObject} from './json.js';
import type {WatcherNames} from './watcher-names.js';

/** How one of the calls is said in circus's words, and how its answer is checked. */
export interface Codec<Name extends CallName> {
  /** The circus command. */
  readonly command: string;
  /** Whether circus does it under the node's one lock, so that it may be refused as a conflict. */
  readonly takesLock: boolean;
  /** `watcher` is the name as circus takes it. */
  readonly properties: (watcher: string, args: Calls[Name]['args']) => JsonObject;
  /** @throws ProtocolError when the answer is not what circus answers */
  readonly decode: (answer: JsonObject, names: WatcherNames) => Calls[Name]['reply'];
}
