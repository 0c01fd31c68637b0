import {
  type ChartRequest,
  type Figure,
  LONGEST_CHART,
  MOST_CHARTED,
  SHORTEST_CHART,
  selectionOf,
} from '../model/chart.js';
import {NODE_FIGURES, WATCHER_FIGURES} from '../model/figure.js';
import type {Target} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import {shownNodes} from '../store/selectors.js';
import type {Arguments, Token} from './arguments.js';
import {type CommandOption, preparing, type ScreenCommand} from './command.js';
import {typedAgain} from './options.js';
import {misused, type PlanContext, type Result} from './plan.js';
import {WATCHERS} from './target-watcher.js';
import {nodesOf, planWatchers} from './targets.js';
import {typedText} from './tokens.js';

const LAST: CommandOption = {
  name: 'last',
  value: 'TIME',
  isMany: false,
  summary: 'Show so much time, 1m to 2h, as in 10m',
};
const TOGETHER: CommandOption = {name: 'together', value: null, isMany: false, summary: 'All lines in one plot'};
const APART: CommandOption = {
  name: 'apart',
  value: null,
  isMany: false,
  summary: 'A small plot for each line, all on one scale',
};

/** Words for watchers are what is left of an operand's words when the figures are taken out. */
const FIGURE = {name: 'figure', kind: 'figure', isOptional: true, isMany: true} as const;

/** Draws figures of watchers, or of nodes where no watcher is named, over time. */
export const chart: ScreenCommand = preparing<ChartRequest>({
  name: 'chart',
  summary: 'Draw figures of watchers, or of nodes, over time: cpu, memory, read, written and others',
  args: [FIGURE, WATCHERS],
  options: [LAST, TOGETHER, APART],
  takesOn: true,
  scope: 'screen',
  effect: 'none',
  plan: (args, context) => {
    const words = args.operands.get(FIGURE.name) ?? [];
    const figureWords = words.filter(word => figureOf(word) !== null);
    const watcherWords = words.filter(word => figureOf(word) === null);
    const typed = [...new Set(figureWords.flatMap(word => figureOf(word) ?? []))];
    const figures: readonly Figure[] = typed.length === 0 ? ['cpu'] : typed;
    const nodesOnly = figureWords.find(word => !WATCHER_FIGURES.some(name => name === word.text));
    if (watcherWords.length > 0 && nodesOnly !== undefined)
      return misused(`${nodesOnly.text} is a figure of nodes: leave the watchers out`, nodesOnly.at);
    if (figures.length > MOST_CHARTED) return misused(`a chart has room for ${MOST_CHARTED} lines`, 0);
    const seconds = secondsOf(args);
    if (!seconds.ok) return seconds;
    const together = args.options.get(TOGETHER.name)?.[0];
    const apart = args.options.get(APART.name)?.[0];
    if (together !== undefined && apart !== undefined)
      return misused('--together and --apart exclude each other', Math.max(together.at, apart.at));
    const targets = watcherWords.length > 0 ? watchersOf(watcherWords, args, context) : nodesMeant(args, context);
    if (!targets.ok) return targets;
    const selection = selectionOf(targets.value, figures);
    const text = typedAgain(
      chart,
      [...figureWords, ...watcherWords].map(typedText),
      formatNodeSet(nodesOf(targets.value)),
      args.options,
    );
    return {
      ok: true,
      value: {
        command: chart,
        args,
        text,
        targets: selection.targets,
        warnings:
          selection.left === 0 ? [] : [`${selection.left} more have no room: a chart has ${MOST_CHARTED} lines`],
        prepared: {
          selection,
          seconds: seconds.value,
          isApart: apart !== undefined ? true : together !== undefined ? false : null,
        },
      },
    };
  },
  act: (screen, plan) => screen.chart(plan.prepared),
});

/** The figure that a word names; a quoted word is a watcher. */
function figureOf({text, isLiteral}: Token): Figure | null {
  return isLiteral === true ? null : (NODE_FIGURES.find(name => name === text) ?? null);
}

function watchersOf(words: readonly Token[], args: Arguments, context: PlanContext): Result<readonly Target[]> {
  const plan = planWatchers(chart, {...args, operands: new Map([[WATCHERS.name, words]])}, context);
  if (!plan.ok) return plan;
  return {ok: true, value: plan.value.targets.filter(({watcher}) => watcher !== null)};
}

/** Of nodes behind which the same circusd answers, the one that is shown. */
function nodesMeant({on}: Arguments, {state}: PlanContext): Result<readonly Target[]> {
  const named = on ?? shownNodes(state).map(row => row.spec.id);
  const nodes = new Set(named.map(node => state.nodes.get(node)?.sameAs ?? node));
  if (nodes.size > 0) return {ok: true, value: [...nodes].map(node => ({node, watcher: null}))};
  const message = 'the cluster is empty: cluster SET says which nodes are in it';
  return {ok: false, problem: {message, at: 0, kind: 'no-target'}};
}

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
]);

function secondsOf({options}: Arguments): Result<number | null> {
  const word = options.get(LAST.name)?.[0];
  if (word === undefined) return {ok: true, value: null};
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(word.text) ?? [];
  const seconds = Math.round(Number(count) * (SECONDS.get(unit ?? '') ?? Number.NaN));
  if (seconds >= SHORTEST_CHART && seconds <= LONGEST_CHART) return {ok: true, value: seconds};
  return misused('--last takes 1m to 2h, such as 90s, 10m or 2h', word.at);
}
