import type {Target} from '../model/job.js';
import {logFilterOf} from '../model/log-filter.js';
import type {LogTarget} from '../model/log-window.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Arguments} from './arguments.js';
import {type Argument, preparing, type ScreenCommand} from './command.js';
import {FILTER, FOLLOW, LINES, momentOf, RATE, SINCE, SOURCE, sourcesOf, UNTIL} from './log-options.js';
import type {LogRequest} from './log-request.js';
import {isLogSave, planLogSave} from './log-save.js';
import {misused, type PlanContext, type Result} from './plan.js';
import {WATCHERS} from './target-watcher.js';
import {nodesOf, planWatchers} from './targets.js';

const FOLDER: Argument = {name: 'folder', kind: 'file', isOptional: false, isMany: false};

const shown: ScreenCommand = preparing<LogRequest>({
  name: 'log',
  summary: 'Show logs: stdout, stderr and the files that services declare; log save FOLDER fetches them',
  args: [WATCHERS],
  ways: [{word: 'save', args: [FOLDER, WATCHERS], summary: 'Fetch logs into a folder, whole'}],
  options: [SINCE, UNTIL, SOURCE, FILTER, LINES, FOLLOW, RATE],
  takesOn: true,
  scope: 'screen',
  effect: 'read',
  plan: (args, context) => {
    const rate = args.options.get(RATE.name)?.[0];
    if (rate !== undefined) return misused('--rate is for log save FOLDER', rate.at);
    const plan = planWatchers(log, args, context);
    if (!plan.ok) return plan;
    const request = requestOf(plan.value.targets, args, context);
    if (!request.ok) return request;
    const warnings = [...plan.value.warnings, ...unknownOf(plan.value.targets)];
    return {ok: true, value: {...plan.value, warnings, prepared: request.value}};
  },
  act: (screen, plan) => screen.log(plan.prepared.selection),
  printOf: plan => plan.prepared,
});

/**
 * Shows what watchers wrote and write: stdout, stderr, and the files that their services declare, of many nodes together. What begins
 * with `save` is carried out by a command of its own, as a job.
 */
export const log: ScreenCommand = {
  ...shown,
  plan: (args, context) => (isLogSave(args) ? planLogSave(args, context) : shown.plan(args, context)),
};

function requestOf(targets: readonly Target[], args: Arguments, {now}: PlanContext): Result<LogRequest> {
  const since = momentOf(SINCE, args, now.wall);
  if (!since.ok) return since;
  const until = momentOf(UNTIL, args, now.wall);
  if (!until.ok) return until;
  const lines = linesOf(args);
  if (!lines.ok) return lines;
  const known = targets.filter((target): target is LogTarget => target.watcher !== null);
  if (known.length === 0) {
    return {ok: false, problem: {message: NOT_KNOWN, at: 0, kind: 'no-target', mayPass: true}};
  }
  const sources = sourcesOf(args);
  const filter = logFilterOf(args.options.get(FILTER.name)?.[0]?.text ?? '');
  return {
    ok: true,
    value: {
      selection: {targets: known, sources, at: since.value ?? until.value, filter},
      since: since.value,
      until: until.value,
      lines: lines.value,
      isFollowing: args.options.has(FOLLOW.name),
    },
  };
}

const NOT_KNOWN = 'no node has said yet which watchers it has: name them, such as log neo4j';

/** Which nodes are left out, as nobody knows what they have. */
function unknownOf(targets: readonly Target[]): readonly string[] {
  const nodes = nodesOf(targets.filter(({watcher}) => watcher === null));
  if (nodes.length === 0) return [];
  return [`${formatNodeSet(nodes)} ${nodes.length === 1 ? 'has' : 'have'} not said yet which watchers are there`];
}

function linesOf({options}: Arguments): Result<number | null> {
  const word = options.get(LINES.name)?.[0];
  if (word === undefined) return {ok: true, value: null};
  const isCount = /^[1-9]\d{0,8}$/.test(word.text);
  return isCount
    ? {ok: true, value: Number(word.text)}
    : misused('--lines takes a number of lines, such as 100', word.at);
}
