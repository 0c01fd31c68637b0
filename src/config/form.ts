import {formatDuration, parseDuration} from '../model/duration.js';
import {clusterNameProblem} from '../model/named-cluster.js';

/** How a value is written: in the file as TOML has it, and as text in flags and variables. */
export interface Form<T> {
  /** What is allowed in the file, for people: "a port from 1 to 65535". */
  readonly allowed: string;
  /** The same for a flag or variable, where that differs. */
  readonly allowedAsText?: string;
  /** What a text would be in the file; null: nothing, it is wrong. */
  readonly rawOf: (text: string) => unknown;
  /** Null: it is not allowed. */
  readonly read: (raw: unknown) => {readonly value: T} | null;
  /** The value as it stands in the file, as JSON has it. */
  readonly write: (value: T) => Written;
}

/** A value of the file, as JSON has it. */
export type Written = string | number | boolean | readonly string[];

/** In place of a value: circusman finds it out. It is null in the configuration. */
const AUTO = 'auto';
/** The longest time that a timer takes, in ms. */
const LONGEST = 2 ** 31 - 1;

/** A whole number within these limits. */
export function count(least: number, most: number, what = 'a whole number'): Form<number> {
  return {
    allowed: `${what} from ${least} to ${most}`,
    rawOf: text => (/^\d{1,15}$/.test(text) ? Number(text) : null),
    read: raw =>
      typeof raw === 'number' && Number.isInteger(raw) && raw >= least && raw <= most ? {value: raw} : null,
    write: value => value,
  };
}

/** Milliseconds, written as "500ms", "30s", "2m"; a bare number is seconds. */
export function duration(example: string, [least, most]: readonly [number, number] = [0, LONGEST]): Form<number> {
  const isBound = least > 0 || most < LONGEST;
  return {
    allowed: `a duration such as ${example}${isBound ? `, from ${formatDuration(least)} to ${formatDuration(most)}` : ''}`,
    rawOf: text => text,
    read: raw => {
      const ms = typeof raw === 'string' || typeof raw === 'number' ? parseDuration(String(raw)) : null;
      return ms === null || ms <= 0 || ms < least || ms > most ? null : {value: ms};
    },
    write: ms => (ms % 60_000 === 0 ? `${ms / 60_000}m` : ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`),
  };
}

export const SWITCH: Form<boolean> = {
  allowed: 'true or false',
  allowedAsText: 'one of 1, 0, true, false, yes, no',
  rawOf: text => (/^(1|true|yes|on)$/i.test(text) ? true : /^(0|false|no|off)$/i.test(text) ? false : null),
  read: raw => (typeof raw === 'boolean' ? {value: raw} : null),
  write: value => value,
};

export function choice<T extends string>(...of: readonly T[]): Form<T> {
  return {
    allowed: `one of ${of.join(', ')}`,
    rawOf: text => text,
    read: raw => {
      const value = of.find(each => each === raw);
      return value === undefined ? null : {value};
    },
    write: value => value,
  };
}

/** A list of texts, none of them empty; `what` they are. */
export function list(what: string): Form<readonly string[]> {
  return {
    allowed: `a list of ${what}`,
    rawOf: text => text.split(',').map(word => word.trim()),
    read: raw => {
      if (!Array.isArray(raw)) return null;
      const words = raw.filter((each): each is string => typeof each === 'string' && each !== '');
      return words.length === raw.length ? {value: words} : null;
    },
    write: value => value,
  };
}

/** The name of a cluster; the empty text is null. */
export const CLUSTER_NAME: Form<string | null> = {
  allowed: 'the name of a cluster, such as "lab"',
  rawOf: text => text,
  read: raw => {
    if (raw === '') return {value: null};
    return typeof raw === 'string' && clusterNameProblem(raw) === null ? {value: raw} : null;
  },
  write: value => value ?? '',
};

/** The same, or "auto", which is null. */
export function orAuto<T>(form: Form<T>): Form<T | null> {
  const {allowed, allowedAsText = allowed, rawOf, read, write} = form;
  return {
    allowed: `${allowed}, or "${AUTO}"`,
    allowedAsText: `${allowedAsText}, or ${AUTO}`,
    rawOf: text => (text === AUTO ? AUTO : rawOf(text)),
    read: raw => (raw === AUTO ? {value: null} : read(raw)),
    write: value => (value === null ? AUTO : write(value)),
  };
}
