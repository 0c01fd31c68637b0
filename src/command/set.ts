import type {CallResult} from '../model/calls.js';
import type {Outcome} from '../model/job.js';
import {type OptionValue, watcherOption} from '../model/option-table.js';
import {cleanText} from '../text/clean-text.js';
import {allow} from './allowance.js';
import type {Arguments, Token} from './arguments.js';
import {preparing, type Run, type TargetCommand} from './command.js';
import {findOut, isRunning, observe, type Seen} from './end-state.js';
import {type GivenOption, noSuchOption, readOption} from './option-value.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {isHungUp} from './reload.js';
import {sized} from './resize.js';
import {cameUp} from './start.js';
import {killProcesses} from './stop.js';
import {watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {quoteWord} from './tokens.js';
import {endOf, reportWaits} from './waiting.js';

const SET: TargetCommand<readonly GivenOption[]> = {
  name: 'set',
  summary: 'Set options of a watcher until its circusd ends; most of them replace its processes',
  args: [
    {name: 'watcher', kind: 'watcher', isOptional: false, isMany: false},
    {name: 'option value', kind: 'setting', isOptional: false, isMany: true},
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  circus: 'set',
  plan,
  run: run => withWatcher(run, setOptions),
  force: killProcesses,
};

/** circus `set`; `ok` when what circus then answers to `get` is what was set, and where it replaced the processes, when new ones run. */
export const set: TargetCommand = preparing(SET);

function plan(args: Arguments, context: PlanContext): Result<Plan<readonly GivenOption[]>> {
  const words = args.operands.get('option value') ?? [];
  const options: GivenOption[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const [name, value] = words.slice(index, index + 2);
    if (name === undefined) break;
    if (value === undefined || (index > 0 && watcherOption(name.text.toLowerCase()) === null))
      return noSetting(name, options.at(-1), words[index - 1]);
    const read = readOption(name, value);
    if (!read.ok) return read;
    const {option, name: called} = read.value;
    if (option.onSet === 'ignored') return misused(`circus takes set ${called} and ignores it: ${IN_INI}`, name.at);
    if (option.onSet === 'refused') return misused(`circus does not let ${called} be set: ${IN_INI}`, name.at);
    if (options.some(each => each.name === called)) return misused(`${called} is set twice`, name.at);
    options.push(read.value);
  }
  const planned = planWatchers(set, args, context);
  if (!planned.ok) return planned;
  const warnings = options.flatMap(({name}) => warningOf(name));
  return {ok: true, value: {...planned.value, warnings: [...planned.value.warnings, ...warnings], prepared: options}};
}

/** What is said of a word that is no option, or has no value; behind a text it may be more of that. @param typed the value before it */
function noSetting(last: Token, before: GivenOption | undefined, typed: Token | undefined): Result<never> {
  if (watcherOption(last.text.toLowerCase()) !== null) {
    return misused(`${last.text} wants a value: set WATCHER OPTION VALUE`, last.at + last.text.length);
  }
  if (before?.option.type === 'environment') {
    return misused(`${last.text} is no option; variables are joined by commas: env A=1,B=2`, last.at);
  }
  if (before?.option.type !== 'text' || typed === undefined) return noSuchOption(last);
  const hint = `a value of several words is quoted: ${before.name} ${quoteWord(`${typed.text} ${last.text}`)}`;
  return misused(`${last.text} is no option; ${hint}`, last.at);
}

const IN_INI = 'change the circus.ini there, then reloadconfig';

function warningOf(name: string): readonly string[] {
  if (name === 'env') return ['env is replaced as a whole'];
  return /^std(out|err)_stream\./.test(name)
    ? [`whatever class ${name.split('.')[0]} had, it is a plain file then`]
    : [];
}

/** Follows these steps in order: how it runs, `set`, what circus says it is set to, and whether new processes run. */
async function setOptions(run: Run<readonly GivenOption[]>, watcher: string): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  const options = plan.prepared;
  const first = await observe(run, watcher);
  if (first.kind === 'lost') return failed(first.reason, {sent: false});
  if (first.kind !== 'reply') return withoutReply(first, signal);
  const before = await valuesOf(run, watcher, options);
  if (isAlready(before, options)) {
    return ok({changed: false, sent: false, state: first.reply.state, pids: first.reply.pids, reason: 'it is set so'});
  }
  const isRunningNow = first.reply.state !== 'stopped';
  const replaces = isRunningNow && options.some(({option}) => option.onSet === 'reload');
  // circus sends such a watcher SIGHUP, and opens a stream anew where it has a file already: its processes stay.
  const mayKeep =
    replaces && ((await isHungUp(run, watcher)) || options.every(each => isStream(each) || !isReload(each)));
  const parts = {stops: replaces || options.some(({name}) => name === 'numprocesses'), starts: true, readyWithin: null};
  const {timeout, lost} = await allow(run, watcher, parts);
  const ending = replaces && !mayKeep ? endOf(watcherRow(run, watcher), first.reply.pids) : {for: null, pids: []};
  if (replaces) run.report({type: 'waits', ...ending});
  const given = Object.fromEntries(options.map(({name, value}) => [name, value] as const));
  const call = {timeout, signal, onWait: reportWaits(run, ending)};
  const answer = await ports.call(target.node, 'set', {watcher, options: given}, call);
  if (answer.kind === 'lost') {
    const isDone = replaces && !mayKeep ? isAnew(first.reply) : isWhole(first.reply);
    const outcome = await findOut(run, watcher, isDone, {...lost, reason: answer.reason});
    return outcome.kind === 'ok' ? readBack(run, watcher, options, outcome) : outcome;
  }
  // circus sets one after the other: those before the one that it refused are set.
  if (answer.kind === 'refused') return failed(answer.reason, {sent: true, state: first.reply.state});
  if (answer.kind !== 'reply') return withoutReply(answer, signal);
  const outcome = await runsAgain(run, watcher, first.reply, {replaces, mayKeep, deadline: lost.deadline});
  if (outcome.kind === 'failed') return afterAll(run, watcher, options, outcome);
  if (outcome.kind !== 'ok') return outcome;
  const told = await readBack(run, watcher, options, outcome);
  const wanted = options.find(({name}) => name === 'numprocesses')?.value;
  if (told.kind !== 'ok' || typeof wanted !== 'number' || !isRunningNow) return told;
  if (wanted > first.reply.pids.length && watcherRow(run, watcher)?.options?.respawns === false) {
    const reason = `it is to have ${wanted}, but its respawn is off: circus starts none before its next start`;
    return failed(reason, {sent: true, state: told.state});
  }
  return sized(run, watcher, {had: first.reply.pids.length, wanted, deadline: lost.deadline});
}

function isReload({option}: GivenOption): boolean {
  return option.onSet === 'reload';
}

function isStream({name}: GivenOption): boolean {
  return /^std(out|err)_stream\./.test(name);
}

/** Whether new processes run, and none of those before. */
function isAnew(before: Seen): (seen: Seen) => boolean {
  return seen => isRunning(seen) && !seen.pids.some(pid => before.pids.includes(pid));
}

/** Whether the watcher is as it was: a stopped one stopped, a running one with processes. */
function isWhole(before: Seen): (seen: Seen) => boolean {
  return seen => (before.state === 'stopped' ? seen.state === 'stopped' : isRunning(seen));
}

async function runsAgain(
  run: Run,
  watcher: string,
  before: Seen,
  {replaces, mayKeep, deadline}: {readonly replaces: boolean; readonly mayKeep: boolean; readonly deadline: number},
): Promise<Outcome> {
  const now = await observe(run, watcher);
  if (now.kind !== 'reply') return unknown(`it was set, then ${now.reason}`);
  const {state, pids} = now.reply;
  if (!replaces) return ok({changed: true, state, pids});
  const fresh = pids.filter(pid => !before.pids.includes(pid));
  const kept = mayKeep ? pids.filter(pid => before.pids.includes(pid)) : [];
  return cameUp(run, watcher, {started: fresh, kept, hasChanged: true, isChecked: false, deadline});
}

/** Of a set that circus took and that ended badly: that the value stands for the next start. */
async function afterAll(
  run: Run,
  watcher: string,
  options: readonly GivenOption[],
  outcome: Outcome,
): Promise<Outcome> {
  if (!isAlready(await valuesOf(run, watcher, options), options)) return outcome;
  return {...outcome, reason: `it is set and stays so, but ${outcome.reason}`};
}

/** What circus says that these are set to; null: it was not to be learnt. */
async function valuesOf(
  {ports, target, signal}: Run,
  watcher: string,
  options: readonly GivenOption[],
): Promise<ReadonlyMap<string, unknown> | null> {
  const keys = [...new Set(options.flatMap(({option, name}) => keyOf(option.isRead, name)))];
  if (keys.length === 0) return new Map();
  const answer: CallResult<ReadonlyMap<string, unknown>> = await ports.call(
    target.node,
    'get',
    {watcher, keys},
    {timeout: ANSWER, signal},
  );
  return answer.kind === 'reply' ? answer.reply : null;
}

/** What `get` calls it; hooks it never tells. */
function keyOf(isRead: boolean, name: string): readonly string[] {
  if (isRead) return [name];
  return /^std(out|err)_stream\./.test(name) ? [`${name.split('.')[0]}_conf`] : [];
}

/** The outcome, once circus has said what is set. */
async function readBack(
  run: Run,
  watcher: string,
  options: readonly GivenOption[],
  outcome: Outcome,
): Promise<Outcome> {
  const values = await valuesOf(run, watcher, options);
  if (values === null) return unknown('circus took it, and what is set now was not to be learnt', outcome.state);
  const other = options.find(each => isTold(each) && !isSet(values, each));
  if (other !== undefined) {
    // An environment holds secrets.
    const kept = other.option.type === 'environment' ? 'another' : JSON.stringify(valueIn(values, other));
    return failed(`circus took ${other.name} and keeps ${kept}`, {sent: true, state: outcome.state});
  }
  const untold = options.filter(each => !isTold(each)).map(({name}) => name);
  if (untold.length === 0) return outcome;
  return {...outcome, reason: `circus took ${untold.join(', ')}, and does not tell what it is set to`};
}

function isTold({option, name}: GivenOption): boolean {
  return keyOf(option.isRead, name).length > 0;
}

function isAlready(values: ReadonlyMap<string, unknown> | null, options: readonly GivenOption[]): boolean {
  return values !== null && options.every(each => isTold(each) && isExact(each) && isSet(values, each));
}

/** Whether circus tells the very value that was set: not of a user by name, nor of an environment, to which circusman-node adds. */
function isExact({option, value}: GivenOption): boolean {
  return option.type !== 'environment' && (option.type !== 'user' || typeof value === 'number');
}

/** Characters of a value that is told. */
const LONGEST = 4_096;

function valueIn(values: ReadonlyMap<string, unknown>, {option, name}: GivenOption): unknown {
  if (option.isRead) return values.get(name);
  const stream = values.get(`${name.split('.')[0]}_conf`);
  return Object(stream)[name.slice(name.indexOf('.') + 1)];
}

function isSet(values: ReadonlyMap<string, unknown>, given: GivenOption): boolean {
  const value = valueIn(values, given);
  // What is told was made harmless, and is cut where it is very long.
  if (isExact(given))
    return value === (typeof given.value === 'string' ? cleanText(given.value, LONGEST) : given.value);
  return given.option.type === 'environment' ? isWithin(given.value, value) : value != null;
}

function isWithin(wanted: OptionValue, value: unknown): boolean {
  return Object.entries(wanted).every(([name, each]) => Object(value)[name] === each);
}
