import type {Target} from '../model/job.js';
import {isNear} from '../model/near.js';
import {formatNodeSet} from '../model/node-set.js';
import {hasReported} from '../store/services.js';
import type {State} from '../store/state.js';
import type {Arguments, Operands, Token} from './arguments.js';
import type {Command, CommandTable} from './command.js';
import {contextAfter} from './context-after.js';
import {effectOf, isAboveRead} from './effect.js';
import {readOn} from './on-clause.js';
import {partOptions, STRICT} from './options.js';
import {paceWarning, readPace} from './pace.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {nodesOf} from './targets.js';
import {type CommandTokens, joinTokens, splitLine} from './tokens.js';
import {describeArgument, usageLine} from './usage.js';

/** What a typed or chosen command is read against. Without `on` a typed command means the marked nodes, if there are any, otherwise the whole cluster. */
export interface ParseContext extends PlanContext {
  readonly table: CommandTable;
}

const NO_WORDS: Operands = {operands: new Map(), options: new Map()};

/** Every key plans all of them again. */
const MOST_COMMANDS = 20;
const TOO_MANY = `a line has at most ${MOST_COMMANDS} commands: type the rest when these are done`;

/** What a typed line would do: one plan for each of its commands, which are separated by `;`. */
export function planLine(text: string, context: ParseContext): Result<readonly Plan[]> {
  const commands = splitLine(text);
  if (!commands.ok) return commands;
  const extra = commands.value[MOST_COMMANDS];
  if (extra !== undefined) return misused(TOO_MANY, extra[0]?.at ?? 0);
  return commands.value.length === 0 ? misused(NO_COMMAND, 0) : planInTurn(commands.value, context);
}

/** What several commands would do in order: each is read against the cluster as those before it would make it. */
function planInTurn(commands: readonly CommandTokens[], context: ParseContext): Result<readonly Plan[]> {
  const plans: Plan[] = [];
  let after = context;
  for (const words of commands) {
    const plan = planTokens(words, after);
    if (!plan.ok) {
      const {problem} = plan;
      const later = plans.length > 0 && problem.mayPass === true ? plannedLater(words, problem.message, context) : null;
      if (later !== null) {
        plans.push(later);
        continue;
      }
      return {ok: false, problem: {...problem, at: Math.max(problem.at, words[0]?.at ?? 0)}};
    }
    const {value} = plan;
    if (value.command.standsAlone === true && commands.length > 1) {
      return misused(`${value.command.name} stands alone in its line`, words[0]?.at ?? 0);
    }
    plans.push(value);
    after = contextAfter(value, after);
  }
  return {ok: true, value: plans};
}

/** A placeholder for a command that can only be planned when those before it are done. */
function plannedLater(words: CommandTokens, reason: string, {table, marked}: ParseContext): Plan | null {
  const command = table.get(words[0]?.text ?? '');
  if (command === undefined) return null;
  const args = {...NO_WORDS, on: null, cells: null};
  return {
    command,
    args,
    text: joinTokens(words),
    targets: [],
    warnings: [],
    prepared: null,
    notYet: {reason, words, marked},
  };
}

/** The same command on the cluster as it is now, on the nodes that it was for. */
export function planAgain(plan: Plan, context: ParseContext): Result<Plan> {
  const {notYet, command, args} = plan;
  return notYet === undefined
    ? makePlan(command, args, context)
    : planTokens(notYet.words, {...context, marked: notYet.marked});
}

/** What a typed line with a single command would do. */
export function planText(text: string, context: ParseContext): Result<Plan> {
  const plans = planLine(text, context);
  if (!plans.ok) return plans;
  const [plan, another] = plans.value;
  return plan === undefined || another !== undefined ? misused('one command belongs here', 0) : {ok: true, value: plan};
}

const NO_COMMAND = 'type a command, such as start; help lists them';

/** What the words of a typed line would do. */
export function planTokens(words: readonly Token[], context: ParseContext): Result<Plan> {
  const [name, ...rest] = words;
  if (name === undefined) return misused(NO_COMMAND, 0);
  const command = context.table.get(name.text);
  if (command === undefined) return misused(unknownCommand(name.text, context.table), name.at);
  const args = sortWords(command, rest, endOf(words), context);
  return args.ok ? makePlan(command, args.value, context) : args;
}

/** What the command would do with cells chosen on the screen; `given`: its other operands and options. */
export function planCells(
  name: string,
  cells: readonly Target[],
  context: ParseContext,
  given: Operands = NO_WORDS,
): Result<Plan> {
  const command = context.table.get(name);
  if (command === undefined) return misused(unknownCommand(name, context.table), 0);
  return makePlan(command, {...given, on: null, cells}, context);
}

/** Makes every plan, so that read-only and `--strict` are checked in one place. */
function makePlan(command: Command, args: Arguments, context: ParseContext): Result<Plan> {
  if (context.state.isReadOnly && isAboveRead(effectOf({command, args}))) {
    const message = `read-only: ${command.name} would change a node`;
    return {ok: false, problem: {message, at: 0, kind: 'refused'}};
  }
  const plan = paced(command.plan(args, context), args);
  if (!plan.ok || !args.options.has(STRICT.name)) return plan;
  const [warning] = plan.value.warnings;
  const reason = warning ?? unreportedReason(plan.value, context.state);
  if (reason === null) return plan;
  // That something is not known yet is no misuse: `exec` plans again when the nodes have reported it.
  const kind = warning === undefined ? 'no-target' : 'refused';
  return {ok: false, problem: {message: `refused with --strict: ${reason}`, at: 0, kind, mayPass: true}};
}

/** With the pace that its options ask for. */
function paced(plan: Result<Plan>, args: Arguments): Result<Plan> {
  if (!plan.ok) return plan;
  const pace = readPace(args, nodesOf(plan.value.targets).length);
  if (!pace.ok) return pace;
  if (pace.value === null) return plan;
  const nodes = plan.value.targets.map(({node}) => node);
  const warning = paceWarning(pace.value, nodes);
  const warnings = warning === null ? plan.value.warnings : [...plan.value.warnings, warning];
  return {ok: true, value: {...plan.value, warnings, pace: pace.value}};
}

/** Why it is not known yet whether there is something to warn about: a node has not reported what is configured; null: all have. */
function unreportedReason({targets}: Plan, state: State): string | null {
  const unreported = nodesOf(targets).filter(node => {
    const row = state.nodes.get(node);
    return row !== undefined && !hasReported(row);
  });
  if (unreported.length === 0) return null;
  return `${formatNodeSet(unreported)} ${unreported.length === 1 ? 'has' : 'have'} not said yet what is configured`;
}

function sortWords(command: Command, rest: readonly Token[], end: number, context: ParseContext): Result<Arguments> {
  const parted = partOptions(command, rest, end);
  if (!parted.ok) return parted;
  const {options, others} = parted.value;
  const onAt = command.takesOn ? others.findIndex(word => word.text === 'on' && word.isLiteral !== true) : -1;
  const on = onAt === -1 ? null : readOn(others.slice(onAt + 1), end, context);
  if (on !== null && !on.ok) return on;
  const nodes = on === null ? null : on.value;
  const {marked} = context;
  const implied = marked !== null && marked.length > 0 && command.takesOn ? marked : null;
  const words = fillArguments(command, onAt === -1 ? others : others.slice(0, onAt), end);
  return words.ok ? {ok: true, value: {operands: words.value, options, on: nodes ?? implied, cells: null}} : words;
}

/** Gives each word to an argument. One that may go without, or that takes many, leaves those behind it what they cannot do without. */
function fillArguments(command: Command, given: readonly Token[], end: number): Result<Arguments['operands']> {
  const filled = new Map<string, readonly Token[]>();
  let next = 0;
  for (const [index, arg] of command.args.entries()) {
    const left = given.length - next;
    const needed = command.args.slice(index + 1).filter(({isOptional}) => !isOptional).length;
    const least = arg.isOptional ? 0 : Math.min(1, left);
    const count = Math.max(least, arg.isMany ? left - needed : Math.min(1, left - needed));
    if (count === 0 && !arg.isOptional)
      return misused(`${describeArgument(arg)} is missing: ${usageLine(command)}`, end);
    filled.set(arg.name, given.slice(next, next + count));
    next += count;
  }
  const extra = given[next];
  if (extra !== undefined) return misused(`"${extra.text}" is one word too many: ${usageLine(command)}`, extra.at);
  return {ok: true, value: filled};
}

/** Commands that a beginning may stand for, as many as are named. */
const MOST_MEANT = 4;

function unknownCommand(name: string, table: CommandTable): string {
  const known = [...table.keys()];
  const begun = name.length < 2 ? [] : known.filter(each => each.startsWith(name)).slice(0, MOST_MEANT);
  const [first, ...others] = begun.length > 0 ? begun : known.filter(each => isNear(each, name)).slice(0, 1);
  if (first === undefined) return `there is no command "${name}"; help lists them`;
  const last = others.pop();
  const meant = last === undefined ? first : `${[first, ...others].join(', ')} or ${last}`;
  return `there is no command "${name}": did you mean ${meant}?`;
}

function endOf(words: readonly Token[]): number {
  const last = words.at(-1);
  return last === undefined ? 0 : last.at + (last.raw ?? last.text).length;
}
