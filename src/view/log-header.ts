import {formatCount} from '../model/figures.js';
import {typedLogFilter} from '../model/log-filter.js';
import type {LogSelection, LogState} from '../model/log-window.js';
import {formatNodeSet} from '../model/node-set.js';
import {remember} from '../store/remember.js';
import {cleanText} from '../text/clean-text.js';
import type {LogPicture} from './log-picture.js';
import type {LogView} from './log-view.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** What the logs are of, and where in them one is. */
export function logHeader(log: LogState, view: LogView, picture: LogPicture, width: number, theme: Theme): string {
  return spread(whatIsShown(log, view, theme), whereInIt(log, view, picture, theme), width, theme);
}

/** Watchers that are named; of more the count is said. */
const NAMED = 3;

/** Watchers and nodes of a selection, as they are said. */
const namesIn = remember(({targets}: LogSelection) => {
  const watchers = [...new Set(targets.map(({watcher}) => watcher))];
  const nodes = [...new Set(targets.map(({node}) => node))];
  return {
    watchers: watchers.length > NAMED ? `${watchers.length} watchers` : watchers.join(', '),
    nodes: formatNodeSet(nodes),
  };
});

/** The sources that have lines, or may. */
export const sourcesIn = remember((logs: LogState['logs']) => [
  ...new Set(logs.flatMap(({source, isNowhere}) => (isNowhere === true ? [] : [source]))),
]);

function whatIsShown({selection, logs, filter}: LogState, {isWrapped, column}: LogView, theme: Theme): readonly Span[] {
  const of = selection.sources ?? sourcesIn(logs);
  const moved = isWrapped || column === 0 ? '' : ` from column ${formatCount(column + 1)}`;
  const {watchers, nodes} = namesIn(selection);
  return [
    {text: watchers, isBold: true},
    {text: ` on ${nodes}`},
    ...(filter === null
      ? []
      : [{text: ` ${theme.glyph('separator')} &${cleanText(typedLogFilter(filter))}`, tone: 'changing'} as const]),
    {
      text:
        of.length === 0
          ? ''
          : ` ${theme.glyph('separator')} ${of.length > NAMED ? `${of.length} sources` : cleanText(of.join(', '))}`,
    },
    {text: moved, tone: 'dim'},
  ];
}

function whereInIt(log: LogState, view: LogView, {lines, isEnd, hasRoom}: LogPicture, theme: Theme): readonly Span[] {
  const top = log.rows.at((lines[0]?.row ?? 0) - log.first);
  const time = top === undefined ? [] : [{text: `  ${timeOf(top.at)}`, tone: 'dim'} as const];
  if (view.isPaused) return [...time, {text: ' '}, {text: ' PAUSED ', tone: 'alarm'}];
  if (log.loading !== null && log.loading !== 'newer')
    return [...time, {text: `  loading${theme.glyph('ellipsis')}`, tone: 'changing'}];
  if (log.logs.length > 0 && log.logs.every(({problem}) => problem !== null)) return time;
  if (isEnd || hasRoom) return [...time, {text: '  following', tone: 'healthy'}];
  const last = (lines.at(-1)?.row ?? log.first) - log.first + 1;
  const percent = log.rows.length === 0 ? 100 : Math.floor((last / log.rows.length) * 100);
  const isWhole = log.isAtStart && log.isAtEnd;
  return [...time, {text: `  ${isWhole ? '' : '~'}${percent}%`}];
}

/** "10:32:05", by this machine's own time. */
function timeOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
