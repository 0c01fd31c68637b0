import type {EventFact} from '../model/facts.js';
import {signalName} from '../model/signals.js';
import type {Instant} from '../model/time.js';
import type {Exit} from '../model/watcher.js';
import {cleanText} from '../text/clean-text.js';
import {ProtocolError} from './errors.js';
import {type JsonObject, number, parseObject, pid} from './json.js';

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
  const toFact = factOf(topic.slice(end + 1), body, watcher => ({at, node, nodeTime, watcher}));
  return toFact === null ? null : {spelt: topic.slice(EVENT_TOPICS.length, end), toFact};
}

interface Common {
  readonly at: Instant;
  readonly node: string;
  readonly nodeTime: number;
  readonly watcher: string;
}

function factOf(
  action: string,
  body: JsonObject,
  common: (watcher: string) => Common,
): ((watcher: string) => EventFact) | null {
  switch (action) {
    case 'add':
      return watcher => ({...common(watcher), type: 'watcher-added'});
    case 'remove':
      return watcher => ({...common(watcher), type: 'watcher-removed'});
    case 'start':
      return watcher => ({...common(watcher), type: 'watcher-started'});
    case 'stop':
      return watcher => ({...common(watcher), type: 'watcher-stopped'});
    case 'updated':
      return watcher => ({...common(watcher), type: 'watcher-updated'});
    case 'reload':
      return watcher => ({...common(watcher), type: 'watcher-reloaded'});
    case 'spawn':
      return withPid('process-spawned', body, common);
    case 'kill':
      return withPid('process-killed', body, common);
    case 'reap': {
      const reaped = pid(body.process_pid, 'process_pid');
      const exit = exitOf(body.exit_code);
      return watcher => ({...common(watcher), type: 'process-reaped', pid: reaped, exit});
    }
    case 'hook_success':
      return withHook('hook-succeeded', body, common);
    case 'hook_failure':
      return withHook('hook-failed', body, common);
    default:
      return null;
  }
}

function withPid(
  type: 'process-spawned' | 'process-killed',
  body: JsonObject,
  common: (watcher: string) => Common,
): (watcher: string) => EventFact {
  const checked = pid(body.process_pid, 'process_pid');
  return watcher => ({...common(watcher), type, pid: checked});
}

function withHook(
  type: 'hook-succeeded' | 'hook-failed',
  body: JsonObject,
  common: (watcher: string) => Common,
): (watcher: string) => EventFact {
  const hook = typeof body.name === 'string' ? cleanText(body.name) : 'hook';
  const error = typeof body.error === 'string' ? cleanText(body.error) : null;
  return watcher => ({...common(watcher), type, hook, error});
}

/** circus gives what the process returned itself, or less than 0 for the signal that ended it. */
function exitOf(code: unknown): Exit | null {
  if (typeof code !== 'number' || !Number.isSafeInteger(code)) return null;
  return code < 0 ? {code: null, signal: signalName(-code)} : {code, signal: null};
}
