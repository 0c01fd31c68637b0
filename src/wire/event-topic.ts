import type {EventFact, EventPlace} from '../model/facts.js';
import {signalName} from '../model/signals.js';
import type {Instant} from '../model/time.js';
import type {Exit} from '../model/watcher.js';
import {ProtocolError} from './errors.js';
import {type EventDetails, factOf} from './event-actions.js';
import {isObject, type JsonObject, number, parseObject} from './json.js';

/** The topic of every event of circusd. */
export const EVENT_TOPICS = 'watcher.';

/** An event, with its watcher's name as circus spells it in events: lower case, `_` for spaces. */
export interface SpeltEvent {
  readonly spelt: string;
  /** The fact, once it is known which watcher is meant. */
  readonly toFact: (watcher: string) => EventFact;
}

/**
 * Reads one message of circusd's event stream, `watcher.<name>.<action>`.
 * @returns null for an action that circusman has no fact for
 * @throws ProtocolError when it is no message of that stream
 */
export function decodeEvent(frames: readonly Buffer[], node: string, at: Instant): SpeltEvent | null {
  const [topicBytes, bodyBytes] = frames;
  if (topicBytes === undefined || bodyBytes === undefined) throw new ProtocolError('an event without a body');
  const topic = topicBytes.toString();
  const end = topic.lastIndexOf('.');
  if (!topic.startsWith(EVENT_TOPICS) || end < EVENT_TOPICS.length) throw new ProtocolError('an event without a name');
  const body = parseObject(bodyBytes);
  const nodeTime = number(body.time, 'time');
  const own = isObject(body.circusman) ? body.circusman : {};
  const place = placeOf(own);
  const details: EventDetails = {
    pid: body.process_pid,
    exit: exitOf(body.exit_code),
    byItself: own.byItself,
    hook: body.name,
    error: body.error,
  };
  const common = (watcher: string) => ({at, node, nodeTime, watcher, ...(place === null ? {} : {place})});
  const toFact = factOf(topic.slice(end + 1), details, common);
  return toFact === null ? null : {spelt: topic.slice(EVENT_TOPICS.length, end), toFact};
}

/** Only a node with our package has one. */
function placeOf({life, number: place}: JsonObject): EventPlace | null {
  return typeof life === 'string' && Number.isSafeInteger(place) ? {life, number: Number(place)} : null;
}

/** circus gives what the process returned itself, or less than 0 for the signal that ended it. */
function exitOf(code: unknown): Exit | null {
  if (typeof code !== 'number' || !Number.isSafeInteger(code)) return null;
  return code < 0 ? {code: null, signal: signalName(-code)} : {code, signal: null};
}
