import {parseByteRate, RATES_THERE_ARE} from '../model/byte-rate.js';
import type {Arguments, Token} from './arguments.js';
import {type CommandOption, preparing, type TargetCommand} from './command.js';
import {FOLLOW, momentOf, RATE, SINCE, SOURCE, sourcesOf} from './log-options.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {type PreparedSave, saveLogs} from './save-logs.js';
import {WATCHERS, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {quoteName} from './tokens.js';

/** The word after `log` by which logs are fetched instead of shown. In quotes it is a watcher. */
const SAVE = 'save';

/** Bytes a second from a node, where `--rate` does not say it: an experiment there is not to notice. */
const USUAL_RATE = 10 * 2 ** 20;

const OPTIONS: readonly CommandOption[] = [SINCE, SOURCE, FOLLOW, RATE];

/** `log save FOLDER [watcher…]`: it is typed as one of the command `log`, which plans it by `planLogSave`. */
const logSave: TargetCommand<PreparedSave> = {
  name: 'log',
  summary: 'Fetch the logs of watchers into a folder, whole, and go on where that was broken off',
  args: [WATCHERS],
  options: OPTIONS,
  takesOn: true,
  scope: 'log',
  effect: 'read',
  endsWhenCancelled: true,
  plan: planSave,
  run: run => withWatcher(run, saveLogs),
};

/** Whether the words after `log` are about fetching logs. */
export function isLogSave({operands}: Arguments): boolean {
  const [first] = operands.get(WATCHERS.name) ?? [];
  return first !== undefined && first.text === SAVE && first.isLiteral !== true;
}

/** The plan of `log save FOLDER [watcher…]`, whose words `log` has sorted as if they were watchers. */
export function planLogSave(args: Arguments, context: PlanContext): Result<Plan> {
  return planSave(args, context);
}

function planSave(args: Arguments, context: PlanContext): Result<Plan<PreparedSave>> {
  const [save, folder, ...watchers] = args.operands.get(WATCHERS.name) ?? [];
  if (save === undefined || folder === undefined || folder.text === '') {
    return misused('log save wants a folder, such as log save ./logs neo4j', endOf(folder ?? save));
  }
  const odd = [...args.options.keys()].find(name => OPTIONS.every(option => option.name !== name));
  if (odd !== undefined) return misused(`log save takes no --${odd}`, args.options.get(odd)?.[0]?.at ?? 0);
  const rate = readRate(args);
  if (!rate.ok) return rate;
  const command = preparing(logSave);
  // As it is typed again, the folder stands before the watchers, also where these were chosen on the screen.
  const typed = {...command, name: [logSave.name, SAVE, folder.raw ?? quoteName(folder.text)].join(' ')};
  const planned = planWatchers(typed, {...args, operands: new Map([[WATCHERS.name, watchers]])}, context);
  if (!planned.ok) return planned;
  const since = momentOf(SINCE, args, context.now.wall);
  if (!since.ok) return since;
  const prepared = {
    folder: folder.text,
    sources: sourcesOf(args),
    since: since.value,
    isFollowing: args.options.has(FOLLOW.name),
    rate: rate.value,
  };
  // As they were typed, so that it can be planned again.
  return {ok: true, value: {...planned.value, command, args, prepared}};
}

function readRate({options}: Arguments): Result<number | null> {
  const word = options.get(RATE.name)?.[0];
  if (word === undefined) return {ok: true, value: USUAL_RATE};
  const rate = parseByteRate(word.text);
  return rate === undefined ? misused(`--rate: ${RATES_THERE_ARE}`, word.at) : {ok: true, value: rate};
}

function endOf(word: Token | undefined): number {
  return word === undefined ? 0 : word.at + (word.raw ?? word.text).length;
}
