import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Argument, Arguments, Command, CommandTable, Effect, Plan, PlanContext, Result, Word} from './command.js';
import {readNodes} from './node-words.js';
import {splitWords} from './words.js';

/** What a typed or chosen command is understood against. */
export interface ParseContext extends PlanContext {
  readonly table: CommandTable;
  /** Nodes that a typed command without `on` means, if there are any; else it means the whole cluster. */
  readonly marked: readonly NodeId[];
  readonly isReadOnly: boolean;
}

const NO_OPTIONS: Arguments['options'] = new Map();

/** From a typed line to what it would do. */
export function planText(text: string, context: ParseContext): Result<Plan> {
  const words = splitWords(text);
  return words.ok ? planWords(words.value, context) : words;
}

/** From the words of a typed line to what they would do. */
export function planWords(words: readonly Word[], context: ParseContext): Result<Plan> {
  const [name, ...rest] = words;
  if (name === undefined) return usage('type a command, such as start; help lists them', 0);
  const command = context.table.get(name.text);
  if (command === undefined) return usage(unknownCommand(name.text, context.table), name.at);
  const args = sortWords(command, rest, endOf(words), context);
  return args.ok ? makePlan(command, args.value, context) : args;
}

/** From cells chosen on the screen to what the command would do with them; `words`: other words that it is to be given. */
export function planCells(
  name: string,
  cells: readonly Target[],
  context: ParseContext,
  words: Arguments['words'] = new Map(),
): Result<Plan> {
  const command = context.table.get(name);
  if (command === undefined) return usage(unknownCommand(name, context.table), 0);
  return makePlan(command, {words, options: NO_OPTIONS, on: null, cells}, context);
}

/** Every plan is made here, so this is the one place where read-only is asked: by the command's effect. */
function makePlan(command: Command, args: Arguments, context: ParseContext): Result<Plan> {
  if (context.isReadOnly && isAboveRead(command.effect)) {
    const message = `read-only: ${command.name} would change a node`;
    return {ok: false, problem: {message, at: 0, kind: 'refused'}};
  }
  return command.plan(args, context);
}

function isAboveRead(effect: Effect): boolean {
  switch (effect) {
    case 'none':
    case 'read':
      return false;
    case 'change':
    case 'interrupt':
    case 'destroy':
      return true;
  }
}

function sortWords(command: Command, rest: readonly Word[], end: number, context: ParseContext): Result<Arguments> {
  const onAt = command.takesOn ? rest.findIndex(word => word.text === 'on') : -1;
  const on = onAt === -1 ? null : readOn(rest.slice(onAt), end, context);
  if (on !== null && !on.ok) return on;
  const nodes = on === null ? null : on.value;
  const implied = context.marked.length > 0 && command.takesOn ? context.marked : null;
  const words = fillArguments(command, onAt === -1 ? rest : rest.slice(0, onAt), end);
  return words.ok
    ? {ok: true, value: {words: words.value, options: NO_OPTIONS, on: nodes ?? implied, cells: null}}
    : words;
}

/** Gives each word to an argument: those that take one word get theirs first, one that takes many gets what is left. */
function fillArguments(command: Command, given: readonly Word[], end: number): Result<Arguments['words']> {
  const filled = new Map<string, readonly Word[]>();
  const single = command.args.filter(arg => !arg.isMany && !arg.isOptional).length;
  let next = 0;
  for (const arg of command.args) {
    const spare = given.length - next - (arg.isMany || arg.isOptional ? single : 0);
    const count = arg.isMany ? Math.max(0, spare) : Math.min(1, Math.max(0, spare));
    if (count === 0 && !arg.isOptional) return usage(`${describeArgument(arg)} is missing: ${usageLine(command)}`, end);
    filled.set(arg.name, given.slice(next, next + count));
    next += count;
  }
  const extra = given[next];
  if (extra !== undefined) return usage(`"${extra.text}" is one word too many: ${usageLine(command)}`, extra.at);
  return {ok: true, value: filled};
}

function readOn(words: readonly Word[], end: number, context: ParseContext): Result<readonly NodeId[]> {
  const [, ...sets] = words;
  const first = sets[0];
  if (first === undefined) return usage('on wants nodes, such as on 192.168.0.1-8', end);
  const named = readNodes(sets, context.defaultPort);
  if (!named.ok) return named;
  const stranger = named.value.find(node => !context.state.nodes.has(node.id));
  if (stranger !== undefined) {
    return usage(`${stranger.id} is not in the cluster (${formatNodeSet([...context.state.nodes.keys()])})`, first.at);
  }
  return {ok: true, value: named.value.map(node => node.id)};
}

/** "start [watcher…] [on NODES]": how a command is typed. */
export function usageLine(command: Command): string {
  const args = command.args.map(arg => {
    const name = `${arg.kind === 'watcher' ? arg.name : arg.name.toUpperCase()}${arg.isMany ? '…' : ''}`;
    return arg.isOptional ? `[${name}]` : name;
  });
  return [command.name, ...args, ...(command.takesOn ? ['[on NODES]'] : [])].join(' ');
}

function describeArgument(arg: Argument): string {
  switch (arg.kind) {
    case 'signal':
      return 'a signal such as HUP or 9';
    case 'nodes':
      return 'a set of nodes such as 192.168.0.1-8';
    case 'watcher':
      return 'a watcher';
    case 'filter':
      return 'a filter such as is:flapping';
    case 'column':
      return 'a column such as cpu';
  }
}

function unknownCommand(name: string, table: CommandTable): string {
  const near = [...table.keys()].find(known => isNear(known, name));
  return `there is no command "${name}"${near === undefined ? '; help lists them' : `: did you mean ${near}?`}`;
}

/** Whether a word may be a typing error for the other: a letter more, less, other or swapped; or the beginning of it. */
export function isNear(known: string, typed: string): boolean {
  if (typed.length >= 2 && known.startsWith(typed)) return true;
  if (Math.abs(known.length - typed.length) > 1) return false;
  let head = 0;
  while (head < known.length && known[head] === typed[head]) head++;
  const knownRest = known.slice(head);
  const typedRest = typed.slice(head);
  return (
    knownRest.slice(1) === typedRest ||
    knownRest === typedRest.slice(1) ||
    knownRest.slice(1) === typedRest.slice(1) ||
    (knownRest[0] === typedRest[1] && knownRest[1] === typedRest[0] && knownRest.slice(2) === typedRest.slice(2))
  );
}

function endOf(words: readonly Word[]): number {
  const last = words.at(-1);
  return last === undefined ? 0 : last.at + last.text.length;
}

function usage(
  message: string,
  at: number,
): {readonly ok: false; readonly problem: {message: string; at: number; kind: 'usage'}} {
  return {ok: false, problem: {message, at, kind: 'usage'}};
}
