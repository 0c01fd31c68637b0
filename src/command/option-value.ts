import {isFamily, type OptionValue, type WatcherOption, watcherOption} from '../model/option-table.js';
import {signalNumber} from '../model/signals.js';
import type {Token} from './arguments.js';
import {misused, type Result} from './plan.js';

/** An option as circus is sent it: with the type that it wants. */
export interface GivenOption {
  readonly name: string;
  readonly option: WatcherOption;
  readonly value: OptionValue;
}

/** Reads what an option is to be set to, as circusctl does; circus refuses what has another type. */
export function readOption(name: Token, value: Token): Result<GivenOption> {
  const called = name.text.toLowerCase();
  const option = watcherOption(called);
  if (option === null || isFamily(called)) return noSuchOption(name);
  const read = readValue(option, value.text);
  return read === null
    ? misused(`${called} wants ${wanted(option)}, not "${value.text}"`, value.at)
    : {ok: true, value: {name: called, option, value: read}};
}

/** What is said of a word that is no option of a watcher. */
export function noSuchOption({text, at}: Token): Result<never> {
  return misused(
    `circus has no option "${text}": numprocesses, cmd, args, env, graceful_timeout and so on, as in its ini`,
    at,
  );
}

function readValue({type}: WatcherOption, text: string): OptionValue | null {
  switch (type) {
    case 'integer':
      return /^\d{1,15}$/.test(text) ? Number(text) : null;
    case 'number':
      return /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
    case 'flag':
      return FLAGS.get(text.toLowerCase()) ?? null;
    case 'text':
      return text;
    case 'user':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'signal':
      return signalNumber(text);
    case 'environment':
      return readEnvironment(text);
  }
}

/** As circus reads them in an ini. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'on', 'yes'].map(word => [word, true] as const),
  ...['false', '0', 'off', 'no'].map(word => [word, false] as const),
]);

/** "A=1,B=2", as circus reads it in an ini; a value with a comma cannot be given so. */
function readEnvironment(text: string): Readonly<Record<string, string>> | null {
  const entries = text === '' ? [] : text.split(',').map(each => each.split(/=(.*)/s, 2));
  const isWhole = entries.every(([name, value]) => name !== undefined && name.trim() !== '' && value !== undefined);
  return isWhole ? Object.fromEntries(entries.map(([name = '', value = '']) => [name.trim(), value])) : null;
}

function wanted({type}: WatcherOption): string {
  switch (type) {
    case 'integer':
      return 'a whole number, 0 or more';
    case 'number':
      return 'a number of seconds, such as 2.5';
    case 'flag':
      return 'true or false';
    case 'signal':
      return 'a signal such as TERM';
    case 'environment':
      return 'variables such as A=1,B=2';
    case 'text':
    case 'user':
      return 'a text';
  }
}
