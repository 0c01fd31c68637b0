import type {EventFact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {Exit} from '../model/watcher.js';
import {cleanText} from '../text/clean-text.js';
import {cleanName} from './clean-name.js';
import {factOf} from './event-actions.js';
import {count, isObject, number, object, text} from './json.js';

/** An event as a node tells it later, when it is asked. */
export interface KeptEvent {
  /** Counts from 1 within one life of its circusd. */
  readonly number: number;
  /** Seconds on the node's clock. */
  readonly nodeTime: number;
  /** Null: of an action that circusman has no fact for. */
  readonly fact: EventFact | null;
}

/**
 * Reads an item of the package's `poll-events`.
 * @param at when it was answered
 * @throws ProtocolError when it is none
 */
export function keptEvent(item: unknown, node: NodeId, life: string, at: Instant): KeptEvent {
  const event = object(item, 'an event');
  const place = {life, number: count(event.number, 'number')};
  const nodeTime = number(event.time, 'time');
  const {pid, byItself, hook, error} = event;
  const details = {pid, exit: exitOf(event.exit), byItself, hook, error};
  const toFact = factOf(text(event.action, 'action'), details, watcher => ({at, node, nodeTime, watcher, place}));
  const watcher = cleanName(text(event.watcher, 'watcher'));
  return {number: place.number, nodeTime, fact: toFact?.(watcher) ?? null};
}

function exitOf(value: unknown): Exit | null {
  if (!isObject(value)) return null;
  const {code, signal} = value;
  if (typeof signal === 'string') return {code: null, signal: cleanText(signal)};
  return typeof code === 'number' && Number.isSafeInteger(code) ? {code, signal: null} : null;
}
