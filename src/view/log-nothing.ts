import {formatCount} from '../model/figures.js';
import {typedLogFilter} from '../model/log-filter.js';
import type {LogState, OpenLog} from '../model/log-window.js';
import {remember} from '../store/remember.js';
import {cleanText} from '../text/clean-text.js';
import {wrapped} from '../text/wrap-text.js';
import {type Keymap, keyOf} from './keymap.js';
import {LOG_KEYS} from './log-keys.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** In the place of lines, while there is none: why, and what to do, in the middle. */
export function nothingToShow(
  log: LogState | null,
  {
    width,
    height,
    theme,
    keymap,
  }: {readonly width: number; readonly height: number; readonly theme: Theme; readonly keymap: Keymap},
): readonly string[] {
  const text = theme.printable(reason(log, keymap));
  const room = Math.max(1, width - 4);
  const lines = wrapped(text, room, height, theme);
  const above = Math.floor((height - lines.length) / 2);
  const indent = width > 8 ? '  ' : '';
  return [
    ...Array.from({length: above}, () => ' '.repeat(width)),
    ...lines.map(line => spread([{text: indent + line}], [], width, theme)),
  ];
}

function reason(log: LogState | null, keymap: Keymap): string {
  if (log === null) return 'No log is open: L on a cell of the grid, or the command log, opens some.';
  if (log.filter !== null) {
    const key = keyOf(keymap, LOG_KEYS.name, 'filter');
    const rid = key === null ? '' : `; ${key} with an empty text shows all lines again`;
    const so = log.isAtStart && log.loading === null ? 'No line fits' : 'No line found yet that fits';
    return `${so} &${cleanText(typedLogFilter(log.filter))}${rid}.`;
  }
  if (log.loading !== null) return 'Reading what was written last.';
  const [problem] = problemsOf(
    log.logs.toSorted((one, other) => Number(one.isNowhere ?? false) - Number(other.isNowhere ?? false)),
  );
  if (problem !== undefined) return problem;
  if (log.logs.length === 0) return 'None of these watchers has a log.';
  return 'Nothing was written yet; lines come up here as they are.';
}

/** Why nothing comes of some of the logs: one sentence for those for which it is the same. */
export const problemsOf = remember((logs: readonly OpenLog[]): readonly string[] => {
  const byProblem = Map.groupBy(
    logs.filter(({problem}) => problem !== null),
    ({problem}) => problem ?? '',
  );
  return [...byProblem].map(([problem, of]) => {
    const nodes = [...new Set(of.map(({node}) => node))];
    const [first = ''] = nodes;
    return `${first}${nodes.length > 1 ? ` and ${formatCount(nodes.length - 1)} more` : ''}: ${problem}`;
  });
});

/** Those watchers on whose nodes none of their logs goes to a file, with the count of such nodes, for one line; null: there is none. */
export const silentText = remember((logs: readonly OpenLog[]): string | null => {
  const byWatcher = Map.groupBy(logs, ({watcher}) => watcher);
  const silent = [...byWatcher].flatMap(([watcher, of]) => {
    const all = [...Map.groupBy(of, ({node}) => node).values()];
    const without = all.filter(one => one.every(({isNowhere}) => isNowhere)).length;
    if (without === 0) return [];
    return [
      without === all.length ? watcher : `${watcher} on ${formatCount(without)} of ${formatCount(all.length)} nodes`,
    ];
  });
  if (silent.length === 0) return null;
  const [first, ...more] = silent;
  const rest = more.length === 0 ? '' : ` and ${formatCount(more.length)} more`;
  return `no log of ${first}${rest}: it goes to no file; opened alone, its log says what to do`;
});
