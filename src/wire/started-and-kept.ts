import {type JsonObject, object, pids} from './json.js';

/** What circus says that it has started, and what it has found running. */
export interface StartedAndKept {
  readonly started: readonly number[];
  readonly kept: readonly number[];
}

/** As `start`, `restart` and `reload` answer it. @throws ProtocolError */
export function startedAndKept({info}: JsonObject): StartedAndKept {
  return info === null || info === undefined ? {started: [], kept: []} : startedIn(object(info, 'info'));
}

/** As `add` answers it, at the top. @throws ProtocolError */
export function startedIn({started, kept}: JsonObject): StartedAndKept {
  return {started: pids(started ?? [], 'started'), kept: pids(kept ?? [], 'kept')};
}
