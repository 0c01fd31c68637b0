import type {Outcome} from '../model/job.js';
import {isSameCircusd, type NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {OptionValue} from '../model/option-table.js';
import {isCircusOwn} from '../model/watcher.js';
import type {State} from '../store/state.js';
import {allow} from './allowance.js';
import type {Arguments, Token} from './arguments.js';
import {type CommandOption, preparing, type Run, type TargetCommand} from './command.js';
import {findOut, isRunning, type Lost, listedAgain, observe} from './end-state.js';
import {nodeBeyondReach, planNodes} from './node-targets.js';
import {readOption} from './option-value.js';
import {typedAgain} from './options.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {cameUp} from './start.js';
import {nodesOf} from './targets.js';
import {quoteName, quoteWord} from './tokens.js';
import {NOTHING, reportWaits} from './waiting.js';

const OPTIONS: readonly CommandOption[] = [
  {name: 'start', value: null, isMany: false, summary: 'Start it at once'},
  {
    name: 'set',
    value: 'OPTION=VALUE',
    valueKind: 'setting',
    isMany: true,
    summary: 'With this option, as in --set numprocesses=3',
  },
];

interface Added {
  readonly cmd: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly isStarted: boolean;
}

const ADD: TargetCommand<Added> = {
  name: 'add',
  summary: 'Add a watcher until its circusd ends or reloads its configuration',
  args: [
    {name: 'name', kind: 'text', isOptional: false, isMany: false},
    {name: 'command', kind: 'text', isOptional: false, isMany: true},
  ],
  options: OPTIONS,
  takesOn: true,
  scope: 'watcher',
  effect: 'change',
  circus: 'add',
  plan,
  run: addWatcher,
};

/** circus `add`; `ok` when circus lists the watcher, and with `--start` when a process of it runs. */
export const add: TargetCommand = preparing(ADD);

function plan(args: Arguments, context: PlanContext): Result<Plan<Added>> {
  const [name] = args.operands.get('name') ?? [];
  const words = args.operands.get('command') ?? [];
  if (name === undefined) return misused('add wants a name', 0);
  const wrong = wrongName(name.text);
  if (wrong !== null) return misused(wrong, name.at);
  const [first] = words;
  const cmd = commandOf(words);
  if (cmd.trim() === '')
    return misused('add wants the command that the watcher runs', first?.at ?? name.at + name.text.length);
  const options = readOptions(args);
  if (!options.ok) return options;
  const planned = planNodes(add, {...args, options: new Map()}, context);
  if (!planned.ok) return planned;
  const targets = planned.value.targets.map(({node}) => ({node, watcher: name.text}));
  const typed = [name.text, ...words.map(word => word.raw ?? quoteWord(word.text))];
  const text = typedAgain(
    add,
    [quoteName(name.text), ...typed.slice(1)],
    formatNodeSet(nodesOf(targets)),
    args.options,
  );
  const prepared = {cmd, options: options.value, isStarted: args.options.has('start')};
  const taken = takenText(name.text, nodesOf(targets), context.state);
  const warnings = [...planned.value.warnings, ...(taken === null ? [] : [taken])];
  return {ok: true, value: {...planned.value, args, text, targets, warnings, prepared}};
}

/** That nodes have a watcher of that name already: what is planned is refused there. Null: none has, as far as they are known. */
function takenText(watcher: string, nodes: readonly NodeId[], state: State): string | null {
  const taken = nodes.filter(node => nameIn(state.nodes.get(node)?.watchers ?? new Map(), watcher) !== undefined);
  if (taken.length === 0) return null;
  const where = taken.length === nodes.length && nodes.length > 1 ? 'all of them' : formatNodeSet(taken);
  const isOne = taken.length === 1;
  return `${where} ${isOne ? 'has' : 'have'} a watcher ${watcher} already: add is refused there`;
}

/** circus takes any name, and some it cannot be asked about any more. */
function wrongName(name: string): string | null {
  if (name.trim() === '') return 'circus answers ok to an empty name, and adds nothing: give it one';
  if (/[\u0000-\u001F\u007F-\u009F]/.test(name)) return 'a name with control characters cannot be typed again';
  if (name.trim() !== name) return 'a name does not begin or end with a space';
  return isCircusOwn(name) ? `${name} is circus's own` : null;
}

/** One quoted word is a whole command line; several are its words. */
function commandOf(words: readonly Token[]): string {
  const [only, another] = words;
  if (only !== undefined && another === undefined) return only.text;
  return words.map(word => word.raw ?? quoteWord(word.text)).join(' ');
}

/** Of what circus takes there; it has no use for what it ignores later. */
function readOptions(args: Arguments): Result<Added['options']> {
  const options: Record<string, OptionValue> = {};
  for (const word of args.options.get('set') ?? []) {
    const equals = word.text.indexOf('=');
    if (equals < 1) return misused(`"${word.text}" is no option with its value, such as numprocesses=3`, word.at);
    const name = {text: word.text.slice(0, equals), at: word.at};
    const read = readOption(name, {text: word.text.slice(equals + 1), at: word.at + equals + 1});
    if (!read.ok) return read;
    const {name: called, option, value} = read.value;
    const cannot = option.onSet === 'refused' || option.name === 'rlimit_' || option.name === 'hooks.';
    if (cannot) return misused(`circus does not take ${called} with add: write it into the circus.ini there`, word.at);
    options[called] = value;
  }
  return {ok: true, value: options};
}

async function addWatcher(run: Run<Added>): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  const beyond = nodeBeyondReach(run);
  if (beyond !== null) return beyond;
  const watcher = target.watcher ?? '';
  const known = await ports.call(target.node, 'statuses', {}, {timeout: ANSWER, signal});
  if (known.kind === 'lost') return failed(known.reason, {sent: false});
  if (known.kind !== 'reply') return withoutReply(known, signal);
  const same = nameIn(known.reply, watcher);
  if (same !== undefined)
    return failed(`it has a watcher ${same} already`, {sent: false, state: known.reply.get(same) ?? null});
  const {cmd, options, isStarted} = plan.prepared;
  const {timeout, lost} = await allow(run, watcher, {stops: false, starts: isStarted, readyWithin: null});
  const call = {timeout, signal, onWait: reportWaits(run, NOTHING)};
  const answer = await ports.call(target.node, 'add', {watcher, cmd, options, isStarted}, call);
  if (answer.kind === 'lost') return whetherAdded(run, watcher, {...lost, reason: answer.reason});
  if (answer.kind !== 'reply') return withoutReply(answer, signal);
  if (isStarted) {
    return cameUp(run, watcher, {...answer.reply, hasChanged: true, isChecked: false, deadline: lost.deadline});
  }
  const seen = await observe(run, watcher);
  if (seen.kind === 'refused') return failed(`circus took it, and has no such watcher: ${seen.reason}`, {sent: true});
  if (seen.kind !== 'reply') return unknown(`it was added, then ${seen.reason}`);
  return ok({changed: true, state: seen.reply.state, pids: seen.reply.pids});
}

/** circus ignores case in names. @returns the name as it is there */
function nameIn(listed: ReadonlyMap<string, unknown>, watcher: string): string | undefined {
  return [...listed.keys()].find(name => name.toLowerCase() === watcher.toLowerCase());
}

/** Of an add whose answer was lost: what circus lists tells, as it listed no such watcher before. */
async function whetherAdded(run: Run<Added>, watcher: string, lost: Lost): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  if (signal.aborted) return unknown(lost.reason);
  const listed = await listedAgain(run, lost, each => nameIn(each, watcher) !== undefined);
  if (listed === null) return unknown(`${lost.reason}; it has not answered since`);
  const now = ports.state().nodes.get(target.node)?.circusd ?? null;
  const isAnew = lost.circusd !== null && now !== null && !isSameCircusd(lost.circusd, now);
  const name = nameIn(listed, watcher);
  const state = name === undefined ? null : (listed.get(name) ?? null);
  if (isAnew) {
    const other = name === undefined ? '' : `; the ${name} that it has is of its circus.ini`;
    return failed(`its circusd was started anew, which ends what was added${other}`, {sent: true, state});
  }
  if (name === undefined) return failed(`${lost.reason}, and circus lists no ${watcher} since`, {sent: true});
  if (plan.prepared.isStarted) return findOut(run, watcher, isRunning, {...lost, mayLeaveOrphans: false});
  return ok({changed: true, state});
}
