import {cleanText} from '../text/clean-text.js';
import {ProtocolError} from './errors.js';
import {type JsonObject, number, parseObject} from './json.js';
import {plainReason} from './plain-reason.js';

/** What circusd sent back, as far as it can be read without the request. `id` null: it is not known which request it answers. */
export type Answer =
  | {readonly kind: 'ok'; readonly id: string; readonly nodeTime: number; readonly body: JsonObject}
  | {readonly kind: 'refused'; readonly id: string; readonly reason: string}
  /** The node's lock is held; `holder` says by what, for people. */
  | {readonly kind: 'conflict'; readonly id: string; readonly holder: string}
  | {readonly kind: 'garbled'; readonly id: string | null; readonly reason: string};

/** One request as circusd takes it: a single frame. */
export function encodeRequest(id: string, command: string, properties: JsonObject): string {
  return JSON.stringify({id, command, properties});
}

/** Never throws: what cannot be read is `garbled`, with the id of its request where that can be found. */
export function decodeAnswer(frames: readonly Buffer[]): Answer {
  const [bytes] = frames;
  if (bytes === undefined || frames.length !== 1) return garbled(null, 'of several frames');
  try {
    const body = parseObject(bytes);
    if (typeof body.id !== 'string') return garbled(null, 'without an id');
    return body.status === 'error' ? decodeError(body, body.id) : decodeOk(body, body.id);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return garbled(findId(bytes), error.message);
  }
}

function decodeOk(body: JsonObject, id: string): Answer {
  try {
    return {kind: 'ok', id, nodeTime: number(body.time, 'time'), body};
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return garbled(id, error.message);
  }
}

/** errno 5 is a conflict or a Python exception; only an exception has a traceback, which is not for people. */
function decodeError(body: JsonObject, id: string): Answer {
  const reason = typeof body.reason === 'string' ? body.reason : '';
  const trace = body.tb === null || body.tb === undefined ? null : typeof body.tb === 'string' ? body.tb : '';
  const conflict = trace === null ? /^arbiter is (?:already running (\w+)|(restarting))/.exec(reason) : null;
  if (conflict !== null) return {kind: 'conflict', id, holder: holderText(conflict[1] ?? 'arbiter_restart')};
  return {
    kind: 'refused',
    id,
    reason: cleanText(plainReason(withoutEcho(reason), trace)) || 'refused without a reason',
  };
}

/** Python exceptions repeat the whole request: `command b'{...}': 'new one' already exist`. */
function withoutEcho(reason: string): string {
  if (!/^command b['"]/.test(reason)) return reason;
  const end = Math.max(reason.lastIndexOf(`': `), reason.lastIndexOf(`": `));
  return end < 0 ? '' : reason.slice(end + 3);
}

const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['watcher_start', 'another start'],
  ['watcher_stop', 'another stop'],
  ['watcher_restart', 'another restart'],
  ['watcher_reload', 'a reload'],
  ['watcher_incr', 'an incr'],
  ['watcher_decr', 'a decr'],
  ['watcher_set_opt', 'a set'],
  ['watcher_do_action', 'a set'],
  ['arbiter_start_watchers', 'a start of all watchers'],
  ['arbiter_stop_watchers', 'a stop of all watchers'],
  ['arbiter_reload', 'a reload of all watchers'],
  ['arbiter_restart', 'a restart of circusd'],
  ['arbiter_reload_config', 'a reloadconfig'],
  ['arbiter_add_watcher', 'an add'],
  ['arbiter_rm_watcher', 'an rm'],
  ['arbiter_stop', 'circusd, which is going down'],
  ['manage_watchers', "circusd's own check of its processes"],
]);

function holderText(name: string): string {
  return HOLDERS.get(name) ?? cleanText(name);
}

function garbled(id: string | null, reason: string): Answer {
  return {kind: 'garbled', id, reason: `its answer is not circusd's: ${reason}`};
}

const ID = /"id": ?"([a-z0-9]{1,40})"/;

/** The id stands near the start or the end of what circusd writes; circusman made it, so its pattern is known. */
function findId(bytes: Buffer): string | null {
  const near = 4_096;
  const ends = `${bytes.subarray(0, near).toString('latin1')}\n${bytes.subarray(-near).toString('latin1')}`;
  return ID.exec(ends)?.[1] ?? null;
}
