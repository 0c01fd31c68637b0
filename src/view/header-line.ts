import {changesSince} from '../model/cluster-origin.js';
import type {Instant} from '../model/time.js';
import {clusterCounts, waysOf} from '../store/selectors.js';
import type {State} from '../store/state.js';
import {widthOf} from '../text/width.js';
import {formatAge} from '../wording/display-state.js';
import type {Scene} from './scene.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** Columns of the cluster's name: a path must not drive the counts away. */
const LONGEST_NAME = 24;

/** The first line: how many nodes there are and how they fare, and what one must always know. */
export function headerLine(
  {state, screen, clock}: Scene,
  {width, theme}: {readonly width: number; readonly theme: Theme},
): string {
  const counts = clusterCounts(state);
  const count = counts.online + counts.connecting + counts.stale + counts.offline;
  const parts: Span[] = [
    {text: `${counts.online} online`, tone: counts.online > 0 ? 'healthy' : 'normal'},
    ...(counts.connecting > 0 ? [{text: `${counts.connecting} connecting`, tone: 'changing'} as const] : []),
    ...(counts.stale > 0 ? [{text: `${counts.stale} stale`, tone: 'changing'} as const] : []),
    ...(counts.offline > 0 ? [{text: `${counts.offline} offline`, tone: 'failing'} as const] : []),
  ];
  const separator = {text: ` ${theme.glyph('separator')} `, tone: 'dim'} as const;
  const left: Span[] = [
    {text: 'circusman', isBold: true},
    ...nameOf(state, theme),
    {text: `  ${count} node${count === 1 ? '' : 's'}  `},
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])),
  ];
  const right: Span[] = [
    ...(state.isReadOnly ? [{text: ' READ-ONLY ', tone: 'alarm'} as const] : []),
    ...(screen.paused === null ? [] : [{text: pausedText(screen.paused.at, clock), tone: 'alarm'} as const]),
    {text: `  ${waysOf(state).join(separator.text)}  ${clockTime(clock)}`, tone: 'dim'},
  ];
  return spread(left, right, width, theme);
}

/** What the cluster is called, and how it was changed since: "lab +2 −1". */
function nameOf({origin, nodes}: State, theme: Theme): readonly Span[] {
  if (origin === null) return [];
  const changes = changesSince(origin, [...nodes.keys()]);
  const {come, gone} = changes ?? {come: 0, gone: 0};
  const parts = [...(come > 0 ? [`+${come}`] : []), ...(gone > 0 ? [`${theme.glyph('minus')}${gone}`] : [])];
  const changed: Span = {text: ` ${parts.join(' ')}`, tone: 'changing'};
  return [
    {text: `  ${theme.fit(origin.name, Math.min(LONGEST_NAME, widthOf(origin.name)), {cutAt: 'middle'})}`},
    ...(parts.length > 0 ? [changed] : []),
  ];
}

/** How old the picture is that stands still. */
function pausedText(at: Instant, clock: Instant): string {
  return ` PAUSED, ${formatAge(clock.monotonic - at.monotonic)} old`;
}

/** "12:04", the operator's own time. */
function clockTime(now: Instant): string {
  return new Date(now.wall).toTimeString().slice(0, 5);
}
