import type {Target} from '../model/job.js';
import {logFilterOf} from '../model/log-filter.js';
import type {LogSelection, LogTarget} from '../model/log-window.js';
import {MOMENTS_THERE_ARE, parseMoment} from '../model/moment.js';
import type {Arguments} from './arguments.js';
import {type CommandOption, preparing, type ScreenCommand} from './command.js';
import {isLogSave, planLogSave, SAVE_OPTIONS} from './log-save.js';
import {misused, type PlanContext, type Result} from './plan.js';
import {WATCHERS} from './target-watcher.js';
import {planWatchers} from './targets.js';

const SINCE: CommandOption = {
  name: 'since',
  value: 'TIME',
  isMany: false,
  summary: 'Begin at the lines of that time: 10m (ago), 10:32, 2026-11-28T10:32',
};
const UNTIL: CommandOption = {
  name: 'until',
  value: 'TIME',
  isMany: false,
  summary: 'Only the lines before that time; on the screen: begin there',
};
const SOURCE: CommandOption = {
  name: 'source',
  value: 'SOURCE',
  isMany: true,
  summary: 'Only stdout, stderr, or a file that the service declares, such as data/graph.db/messages.log',
};
const FILTER: CommandOption = {
  name: 'filter',
  value: 'TEXT',
  isMany: false,
  summary: 'Only lines with this text, which the nodes look for; !TEXT: without it',
};
const LINES: CommandOption = {
  name: 'lines',
  value: 'N',
  isMany: false,
  summary: 'In exec: at most so many of the last lines of each log',
};
const FOLLOW: CommandOption = {
  name: 'follow',
  value: null,
  isMany: false,
  summary: 'In exec: go on with what comes; the screen always does',
};

/** What is wanted of which logs. */
export interface LogRequest {
  readonly selection: LogSelection;
  /** Milliseconds since 1970 by our clock: only the lines before that; null: all. For what is printed. */
  readonly until: number | null;
  /** So many of the last lines of each log; null: as many as there are. For what is printed. */
  readonly lines: number | null;
  /** Whether what comes is printed, too. */
  readonly isFollowing: boolean;
}

const shown: ScreenCommand = preparing<LogRequest>({
  name: 'log',
  summary: 'Show logs: stdout, stderr and the files that services declare; log save FOLDER fetches them',
  args: [WATCHERS],
  options: [SINCE, UNTIL, SOURCE, FILTER, LINES, FOLLOW, ...SAVE_OPTIONS],
  takesOn: true,
  scope: 'screen',
  effect: 'read',
  plan: (args, context) => {
    const plan = planWatchers(log, args, context);
    if (!plan.ok) return plan;
    const request = requestOf(plan.value.targets, args, context);
    return request.ok ? {ok: true, value: {...plan.value, prepared: request.value}} : request;
  },
  act: (screen, plan) => screen.log(plan.prepared.selection),
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
  const sources = args.options.get(SOURCE.name)?.map(({text}) => text) ?? null;
  const filter = logFilterOf(args.options.get(FILTER.name)?.[0]?.text ?? '');
  return {
    ok: true,
    value: {
      selection: {targets: known, sources, at: since.value ?? until.value, filter},
      until: until.value,
      lines: lines.value,
      isFollowing: args.options.has(FOLLOW.name),
    },
  };
}

const NOT_KNOWN = 'no node has said yet which watchers it has: name them, such as log neo4j';

function momentOf({name}: CommandOption, {options}: Arguments, now: number): Result<number | null> {
  const word = options.get(name)?.[0];
  if (word === undefined) return {ok: true, value: null};
  const moment = parseMoment(word.text, now);
  return moment === null ? misused(`--${name}: ${MOMENTS_THERE_ARE}`, word.at) : {ok: true, value: moment};
}

function linesOf({options}: Arguments): Result<number | null> {
  const word = options.get(LINES.name)?.[0];
  if (word === undefined) return {ok: true, value: null};
  const isCount = /^[1-9]\d{0,8}$/.test(word.text);
  return isCount
    ? {ok: true, value: Number(word.text)}
    : misused('--lines takes a number of lines, such as 100', word.at);
}
