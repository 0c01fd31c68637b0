import type {Token} from './arguments.js';
import type {Argument, Command, CommandOption} from './command.js';
import {type CompletionContext, NOTHING, type Offer, type Offers} from './complete-offers.js';
import {offersOf} from './complete-words.js';
import {splitLine} from './tokens.js';

/** What a word can be completed to. */
export interface Candidate {
  /** As it is put into the text, quoted where it must be. */
  readonly text: string;
  /** One line for people; empty: its text says it. */
  readonly meaning: string;
  /** Whether more of the same word may follow, so that no blank does. */
  readonly isPart: boolean;
}

/** What may stand from one place in a text to another (UTF-16 indices). */
export interface Completion {
  readonly from: number;
  readonly to: number;
  /** None: nothing is known that fits what is typed. */
  readonly candidates: readonly Candidate[];
}

/** What the word before the cursor (UTF-16 index) can be completed to. It asks no node, and looks at folders only where a file is meant. */
export function complete(text: string, cursor: number, context: CompletionContext): Completion {
  const {words, closes} = wordsUpTo(text.slice(0, cursor));
  const [word, ...before] = words.toReversed();
  if (word === undefined) return {from: cursor, to: cursor, candidates: []};
  const {skip, offers} = offersFor(before.toReversed(), word, context);
  const typed = word.text.slice(skip).toLowerCase();
  const fitting = offers.filter(({name}) => name.toLowerCase().startsWith(typed));
  return {
    from: word.at + skip,
    to: closes !== null && text[cursor] === closes ? cursor + 1 : cursor,
    candidates: fitting.map(({text, meaning, isPart}) => ({text, meaning, isPart: isPart === true})),
  };
}

/** Stands in the place of what may be typed next, so that the last word is there also while it is empty. */
const NEXT = 'x';

/** The words of the command that ends where the text does, the last one empty behind a blank; `closes`: the mark of a quote that is open there. */
function wordsUpTo(text: string): {readonly words: readonly Token[]; readonly closes: string | null} {
  const marks = ['', '"', "'"];
  for (const mark of marks) {
    const split = splitLine(text + NEXT + mark);
    const words = split.ok ? (split.value.at(-1) ?? []) : [];
    const last = words.at(-1);
    if (last === undefined) continue;
    const word = {...last, text: last.text.slice(0, -NEXT.length)};
    return {words: [...words.slice(0, -1), word], closes: mark === '' ? null : mark};
  }
  return {words: [], closes: null};
}

/** What may stand in the place of a word behind these of the same command. */
function offersFor(before: readonly Token[], word: Token, context: CompletionContext): Offers {
  const [name, ...given] = before;
  if (name === undefined) return {skip: 0, offers: commandOffers(context)};
  const command = context.table.get(name.text);
  if (command === undefined) return NOTHING;
  const {operands, used, waiting, isOver} = sortGiven(command, given);
  const operand = {words: operands, first: 0};
  if (waiting !== null) return valueOffers(waiting, word, 0, context);
  const takesOption = !isOver && word.isLiteral !== true;
  if (takesOption && word.text.startsWith('--')) {
    const equals = word.text.indexOf('=');
    const option = command.options?.find(each => each.name === word.text.slice(2, equals));
    if (equals !== -1) return option === undefined ? NOTHING : valueOffers(option, word, equals + 1, context);
    return {skip: 0, offers: optionOffers(command, used, operands[0])};
  }
  const onAt = command.takesOn ? operands.findIndex(isOn) : -1;
  if (onAt !== -1)
    return offersOf({kind: 'nodes', name: 'on'}, {...operand, first: onAt + 1, word, isOn: true}, context);
  const wayWord = operands[0];
  const way = wayWord?.isLiteral === true ? undefined : command.ways?.find(each => each.word === wayWord?.text);
  const first = way === undefined ? 0 : 1;
  const args = way?.args ?? command.args;
  const at = operands.length - first;
  const kinds = possible(args, at).map(arg =>
    offersOf(
      arg,
      {
        words: operands,
        first: first + startOf(args, arg),
        word,
        isOn: false,
        meansRemoved: command.meansRemoved === true,
      },
      context,
    ),
  );
  const ways = operands.length === 0 ? (command.ways ?? []) : [];
  const own: Offers = {
    skip: 0,
    offers: ways.map(each => ({name: each.word, text: each.word, meaning: each.summary})),
  };
  // An option to be set is a word, and its value another one.
  const isHalf = args.some(
    arg => arg.kind === 'setting' && at > startOf(args, arg) && (at - startOf(args, arg)) % 2 === 1,
  );
  const isEnough = !isHalf && at >= args.filter(({isOptional}) => !isOptional).length;
  const more: Offer[] = [
    ...(command.takesOn && isEnough
      ? [{name: 'on', text: 'on', meaning: 'the nodes, sets or filters that follow'}]
      : []),
    ...(takesOption ? optionOffers(command, used, wayWord) : []),
  ];
  const skip = Math.max(0, ...kinds.map(each => each.skip));
  if (skip > 0) return kinds.find(each => each.skip === skip) ?? NOTHING;
  return {skip: 0, offers: [own, ...kinds, {offers: more}].flatMap(({offers}) => offers)};
}

function isOn({text, isLiteral}: Token): boolean {
  return text === 'on' && isLiteral !== true;
}

/** The words behind a command's name without its options, which of those were given, and the one whose value comes next. */
function sortGiven(command: Command, given: readonly Token[]) {
  const operands: Token[] = [];
  const used = new Set<string>();
  let waiting: CommandOption | null = null;
  let isOver = false;
  for (const word of given) {
    const isOption = !isOver && word.isLiteral !== true && word.text.startsWith('--');
    if (waiting !== null && !isOption) {
      waiting = null;
      continue;
    }
    waiting = null;
    if (!isOption) operands.push(word);
    else if (word.text === '--') isOver = true;
    else {
      const [name = ''] = word.text.slice(2).split('=');
      const option = command.options?.find(each => each.name === name);
      used.add(name);
      if (option !== undefined && option.value !== null && !word.text.includes('=')) waiting = option;
    }
  }
  return {operands, used, waiting, isOver};
}

/** The arguments that the operand at this place can belong to. */
function possible(args: readonly Argument[], at: number): readonly Argument[] {
  let isAnyLater = false;
  return args.filter((arg, index) => {
    const fits = at >= startOf(args, arg) && (isAnyLater || arg.isMany || at <= index);
    isAnyLater ||= arg.isMany;
    return fits;
  });
}

/** The first place where an operand can belong to it. */
function startOf(args: readonly Argument[], arg: Argument): number {
  return args.slice(0, args.indexOf(arg)).filter(({isOptional}) => !isOptional).length;
}

function commandOffers({table}: CompletionContext): readonly Offer[] {
  return [...table.values()].map(({name, summary}) => ({name, text: name, meaning: summary}));
}

/** The options that were not given yet. */
function optionOffers({options = []}: Command, used: ReadonlySet<string>, first?: Token): readonly Offer[] {
  return options
    .filter(({name, isMany}) => isMany || !used.has(name))
    .filter(({way}) => way === undefined || (first?.isLiteral !== true && first?.text === way))
    .map(({name, value, summary}) => ({
      name: `--${name}`,
      text: `--${name}`,
      meaning: value === null ? summary : `${value}: ${summary}`,
    }));
}

/** @param skip where in the word the value begins */
function valueOffers(
  {name, valueKind, choices = []}: CommandOption,
  word: Token,
  skip: number,
  context: CompletionContext,
): Offers {
  if (valueKind === undefined || (skip > 0 && word.raw !== undefined)) return NOTHING;
  const value = {text: word.text.slice(skip), at: word.at + skip};
  const isPair = valueKind === 'setting';
  const found = offersOf(
    {kind: valueKind, name, choices},
    {words: [], first: 0, word: value, isOn: false, isPair},
    context,
  );
  return {...found, skip: found.skip + skip};
}
