import {parseFilterWord} from '../columns/filter.js';
import {
  figureOfWatcher,
  parseSortColumn,
  type SortColumn,
  sortableColumns,
  sortableFigures,
  watcherColumn,
} from '../columns/sort.js';
import {isNear} from '../model/near.js';
import {watcherColumns} from '../store/selectors.js';
import type {State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import {preparing, type ScreenCommand} from './command.js';
import {typedText} from './tokens.js';

/** Shows only some of the nodes; without operands all of them again. */
export const filter: ScreenCommand = {
  name: 'filter',
  summary:
    'Show the nodes that fit: part of a name, is:flapping, neo4j:stopped, cpu>80, io>10M, uptime<1m, !not; alone: all',
  args: [{name: 'filter', kind: 'filter', isOptional: true, isMany: true}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: args => {
    const words = args.operands.get('filter') ?? [];
    for (const word of words) {
      const parsed = parseFilterWord(typedText(word));
      if (!parsed.ok) {
        return {ok: false, problem: {message: parsed.problem.message, at: word.at + parsed.problem.at, kind: 'usage'}};
      }
    }
    const text = [filter.name, ...words.map(typedText)].join(' ');
    return {ok: true, value: {command: filter, args, text, targets: [], warnings: [], prepared: null}};
  },
  act: (screen, {args}) => screen.filter(filterText(args)),
};

function filterText(args: Arguments): string {
  return (args.operands.get('filter') ?? []).map(typedText).join(' ');
}

/** Sorts the nodes; the same column again reverses the order, no column gives the cluster's own order. */
export const sort: ScreenCommand = preparing<SortColumn | null>({
  name: 'sort',
  summary:
    'Sort by a column such as cpu, io or uptime, a watcher, or neo4j:cpu; again: reversed; alone: as the cluster is',
  args: [{name: 'column', kind: 'sorting', isOptional: true, isMany: false}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: (args, context) => {
    const word = columnWord(args);
    const column = word === null ? null : columnNamed(word, watcherColumns(context.state));
    if (word !== null && column === null) {
      const names = columnNames(context.state);
      const near = names.find(name => isNear(name, word.text));
      const hint = near === undefined ? names.join(', ') : `did you mean ${near}?`;
      const message = `there is no column "${word.text}": ${hint}`;
      return {ok: false, problem: {message, at: word.at, kind: 'usage'}};
    }
    const text = word === null ? sort.name : `${sort.name} ${typedText(word)}`;
    return {ok: true, value: {command: sort, args, text, targets: [], warnings: [], prepared: column}};
  },
  act: (screen, {prepared}) => screen.sort(prepared),
});

function columnWord(args: Arguments): Token | null {
  return args.operands.get('column')?.[0] ?? null;
}

function columnNames(state: State): readonly string[] {
  return [...sortableColumns(), ...sortableFigures(), ...watcherColumns(state)];
}

/** In quotes it is a watcher, or its figure, even one that has the name of a node's column. Titles of several words can only be typed in quotes. */
function columnNamed({text, isLiteral}: Token, watchers: readonly string[]): SortColumn | null {
  const isWatcher = isLiteral === true && !text.includes(' ');
  return isWatcher
    ? (watcherColumn(text, watchers) ?? figureOfWatcher(text, watchers))
    : parseSortColumn(text, watchers);
}
