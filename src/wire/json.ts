import {formatCount} from '../model/figures.js';
import {MOST_PROCESSES} from '../model/watcher.js';
import {ProtocolError} from './errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Bytes. circusd itself knows no limit; no message of it is nearly as long. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024;

/** Items of a list; no list of a node is nearly as long. */
const MOST_ITEMS = 10_000;

/** @throws ProtocolError when it is too long, no JSON (circus may send NaN and Infinity, which are none), or no object */
export function parseObject(bytes: Buffer): JsonObject {
  if (bytes.length > LONGEST_MESSAGE) throw new ProtocolError('longer than 16 MiB');
  const text = bytes.toString();
  try {
    return object(JSON.parse(text), 'the message');
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw new ProtocolError(/[:[,]\s*-?(NaN|Infinity)\b/.test(text) ? 'no JSON: it holds NaN or Infinity' : 'no JSON');
  }
}

/** The edge: from here on it is an object with unknown values. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ProtocolError, as all of these do; `what` names the value in its message */
export function object(value: unknown, what: string): JsonObject {
  if (!isObject(value)) throw wrong(what, 'an object');
  return value;
}

export function number(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(what, 'a number');
  return value;
}

/** Zero or more, and whole. */
export function count(value: unknown, what: string): number {
  const checked = number(value, what);
  if (!Number.isSafeInteger(checked) || checked < 0) throw wrong(what, 'a whole number');
  return checked;
}

export function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw wrong(what, 'text');
  return value;
}

export function pid(value: unknown, what: string): number {
  const checked = count(value, what);
  if (checked === 0) throw wrong(what, 'a process id');
  return checked;
}

export function pids(value: unknown, what: string): readonly number[] {
  if (!Array.isArray(value)) throw wrong(what, 'a list of process ids');
  if (value.length > MOST_PROCESSES) throw new ProtocolError(`${what} are more than ${formatCount(MOST_PROCESSES)}`);
  return value.map(each => pid(each, what));
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw wrong(what, 'true or false');
  return value;
}

export function items(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(what, 'a list');
  if (value.length > MOST_ITEMS) throw new ProtocolError(`${what} are more than ${formatCount(MOST_ITEMS)}`);
  return value;
}

/** A list, each item of which is read in the same way. */
export function list<Item>(value: unknown, what: string, read: (item: unknown, what: string) => Item): readonly Item[] {
  return items(value, what).map(item => read(item, what));
}

/** Null where it is null or missing. */
export function optional<Item>(value: unknown, what: string, read: (item: unknown, what: string) => Item): Item | null {
  return value === null || value === undefined ? null : read(value, what);
}

function wrong(what: string, wanted: string): ProtocolError {
  return new ProtocolError(`${what} is not ${wanted}`);
}
