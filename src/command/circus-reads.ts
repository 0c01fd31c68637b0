import type {Outcome} from '../model/job.js';
import {isFamily, watcherOption} from '../model/option-table.js';
import type {ReadValue, ReadValues} from '../model/reading.js';
import type {Arguments} from './arguments.js';
import type {Run, TargetCommand} from './command.js';
import {noSuchOption} from './option-value.js';
import {ANSWER} from './patience.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import {reading, toldValues} from './reading.js';
import {withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';

/** circus `status`: of all watchers of a node, or of those that are named. */
export const status = reading({
  name: 'status',
  summary: 'Show what circus calls the state of watchers, compared across nodes',
  ofNode: 'status',
  ofWatcher: 'status',
});

/** circus `list`: the watchers of a node, or the pids of those that are named. */
export const list = reading({
  name: 'list',
  summary: 'Show which watchers nodes have, or which processes these watchers have',
  ofNode: 'list',
  ofWatcher: 'list',
});

/** circus `numprocesses`. */
export const numprocesses = reading({
  name: 'numprocesses',
  summary: 'Show how many processes nodes have, or these watchers',
  ofNode: 'numprocesses',
  ofWatcher: 'numprocesses',
});

/** circus `numwatchers`. */
export const numwatchers = reading({
  name: 'numwatchers',
  summary: 'Show how many watchers nodes have',
  ofNode: 'numwatchers',
  ofWatcher: null,
});

/** circus `globaloptions`. */
export const globaloptions = reading({
  name: 'globaloptions',
  summary: 'Show what circusd itself is set to: its endpoints, and how often it looks for processes that ended',
  ofNode: 'globaloptions',
  ofWatcher: null,
});

/** circus `listsockets`. */
export const listsockets = reading({
  name: 'listsockets',
  summary: 'Show the sockets that circusd holds for its watchers',
  ofNode: 'listsockets',
  ofWatcher: null,
});

/** circus `dstats`. */
export const dstats = reading({
  name: 'dstats',
  summary: 'Show what circusd itself uses',
  ofNode: 'dstats',
  ofWatcher: null,
});

/** circus `stats`; it costs circusd about 4 ms for each process. */
export const stats = reading({
  name: 'stats',
  summary: 'Show what circus tells of processes: those of nodes, or of these watchers',
  ofNode: 'stats',
  ofWatcher: 'stats',
  options: [{name: 'extended', value: null, isMany: false, summary: 'With what the hooks of the watcher add'}],
});

const ENV = 'env';

/** circus `options`. The environment holds secrets. */
export const options = reading({
  name: 'options',
  summary: 'Show how watchers are set, compared across nodes; their environment only with --env',
  ofNode: null,
  ofWatcher: 'options',
  options: [{name: ENV, value: null, isMany: false, summary: 'With the environment, which holds secrets'}],
  shown: (values, args) => (args.options.has(ENV) ? values : withoutEnvironment(values)),
});

function withoutEnvironment(values: ReadValues): ReadValues {
  const hidden = (value: ReadValue) => {
    const count = Object.keys(Object(value)).length;
    return count === 0 ? value : `(hidden: ${count} variable${count === 1 ? '' : 's'})`;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === ENV ? hidden(value) : value]),
  );
}

/** circus `get`: these options of a watcher. */
export const get: TargetCommand = {
  name: 'get',
  summary: 'Show these options of a watcher, compared across nodes',
  args: [
    {name: 'watcher', kind: 'watcher', isOptional: false, isMany: false},
    {name: 'option', kind: 'option', isOptional: false, isMany: true},
  ],
  takesOn: true,
  scope: 'reading',
  effect: 'read',
  circus: 'get',
  plan: planGet,
  run: run => withWatcher(run, getOptions),
};

function planGet(args: Arguments, context: PlanContext): Result<Plan> {
  for (const word of args.operands.get('option') ?? []) {
    const {text, at} = word;
    const option = watcherOption(text.toLowerCase());
    if (option === null || isFamily(text)) return noSuchOption(word);
    if (!option.isRead) return misused(`circus does not tell ${text} by get: options shows what it tells`, at);
  }
  return planWatchers(get, args, context);
}

async function getOptions(run: Run, watcher: string): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  const keys = [...new Set((plan.args.operands.get('option') ?? []).map(({text}) => text.toLowerCase()))];
  const answer = await ports.call(target.node, 'get', {watcher, keys}, {timeout: ports.timeout ?? ANSWER, signal});
  const values = answer.kind === 'reply' ? Object.fromEntries(answer.reply) : null;
  return toldValues(run, answer, values);
}
