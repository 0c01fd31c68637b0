import {isNear} from '../model/near.js';
import type {Arguments, Token} from './arguments.js';
import type {Command, CommandOption} from './command.js';
import {misused, type Result} from './plan.js';
import {quoteWord} from './tokens.js';
import {usageLine, usageOfOption} from './usage.js';

/** An option begins so, anywhere in the line; alone it ends the options. */
const DASHES = '--';

/** For commands whose plans have warnings. */
export const STRICT: CommandOption = {
  name: 'strict',
  value: null,
  isMany: false,
  summary: 'Do nothing where there is a warning, such as a service that is configured for other nodes',
};

/** For commands that leave alone what is stopped. */
export const START_STOPPED: CommandOption = {
  name: 'start-stopped',
  value: null,
  isMany: false,
  summary: 'Start what is stopped, too, instead of leaving it so',
};

/** The words of a command, split into its options and the others. */
interface PartedTokens {
  readonly options: Arguments['options'];
  readonly others: readonly Token[];
}

/**
 * Takes the options out of the words after a command's name.
 *
 * @param end the place (UTF-16 index) behind the last word, where one is missing
 */
export function partOptions(command: Command, words: readonly Token[], end: number): Result<PartedTokens> {
  const options = new Map<string, readonly Token[]>();
  const others: Token[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word.text === DASHES && word.isLiteral !== true) {
      others.push(...left);
      break;
    }
    if (!looksLikeOption(word)) {
      others.push(word);
      continue;
    }
    const {name, value} = splitOption(word);
    const option = command.options?.find(known => known.name === name);
    if (option === undefined) return misused(unknownOption(name, command), word.at);
    const before = options.get(name);
    if (before !== undefined && !option.isMany) return misused(`--${name} is said twice`, word.at);
    const given = option.value === null ? withoutValue(word, value) : withValue(option, value, left, end);
    if (!given.ok) return given;
    options.set(name, [...(before ?? []), given.value]);
  }
  return {ok: true, value: {options, others}};
}

function looksLikeOption({text, isLiteral}: Token): boolean {
  return text.startsWith(DASHES) && isLiteral !== true;
}

/** "--set=k=v" is `set` with the value "k=v". */
function splitOption({text, at}: Token): {readonly name: string; readonly value: Token | null} {
  const equals = text.indexOf('=');
  if (equals === -1) return {name: text.slice(DASHES.length), value: null};
  return {name: text.slice(DASHES.length, equals), value: {text: text.slice(equals + 1), at: at + equals + 1}};
}

function withoutValue(word: Token, value: Token | null): Result<Token> {
  if (value === null) return {ok: true, value: word};
  return misused(`${word.text.slice(0, word.text.indexOf('='))} takes no value`, value.at - 1);
}

/** The value after the `=`, else the next word, which is taken out of `left`. */
function withValue(option: CommandOption, value: Token | null, left: Token[], end: number): Result<Token> {
  const next = value ?? left[0];
  // If an option follows, the value was forgotten.
  if (next === undefined || (value === null && looksLikeOption(next))) {
    return misused(`${option.value} is missing: ${usageOfOption(option)}`, next?.at ?? end);
  }
  if (value === null) left.shift();
  return {ok: true, value: next};
}

function unknownOption(name: string, command: Command): string {
  const near = command.options?.find(known => isNear(known.name, name));
  const hint = near === undefined ? usageLine(command) : `did you mean --${near.name}?`;
  return `${command.name} has no option --${name}: ${hint}`;
}

/**
 * A command with its operands, nodes and options, as one would type it again.
 *
 * @param words already quoted where they need it
 */
export function typedAgain(
  command: Command,
  words: readonly string[],
  nodes: string | null,
  given: Arguments['options'],
): string {
  const options = (command.options ?? []).flatMap(option => (given.get(option.name) ?? []).map(optionText(option)));
  return [command.name, ...words, ...(nodes === null ? [] : ['on', nodes]), ...options].join(' ');
}

function optionText({name, value}: CommandOption): (word: Token) => string {
  return ({text}) => {
    if (value === null) return `--${name}`;
    return text.startsWith(DASHES) ? quoteWord(`--${name}=${text}`) : `--${name} ${quoteWord(text)}`;
  };
}
