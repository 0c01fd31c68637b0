import {MOMENTS_THERE_ARE, parseMoment} from '../model/moment.js';
import {wrapped} from '../text/wrap-text.js';
import type {Bar} from './bar.js';
import type {Scene} from './scene.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** Under what is typed on the log screen: what it will do, or what is wrong with it. */
export function logBarLines(
  {kind, field}: Bar,
  {clock}: Pick<Scene, 'clock'>,
  {width, theme, most}: {readonly width: number; readonly theme: Theme; readonly most: number},
): readonly string[] {
  const typed = field.text.trim();
  if (kind !== 'log-time' || typed === '') return below(hintOf(kind), 'dim');
  const at = parseMoment(typed, clock.wall);
  return at === null
    ? below(`^ ${MOMENTS_THERE_ARE}`, 'failing')
    : below(` ${theme.glyph('arrow')} ${dateOf(at)}`, 'normal');

  function below(text: string, tone: 'dim' | 'failing' | 'normal'): readonly string[] {
    return wrapped(theme.printable(text), width, most, theme).map(line =>
      spread([{text: line, tone}], [], width, theme),
    );
  }
}

function hintOf(kind: Bar['kind']): string {
  switch (kind) {
    case 'log-filter':
      return ' only lines with this text, small letters fit large ones, too; !text: without it; empty: all lines again';
    case 'log-time':
      return ` ${MOMENTS_THERE_ARE}`;
    default:
      return ' text to look for, small letters fit large ones, too; enter looks, then n and N';
  }
}

/** "Sat Nov 28 2026 10:32:05", by this machine's own time. */
function dateOf(at: number): string {
  const date = new Date(at);
  return `${date.toDateString()} ${date.toTimeString().slice(0, 8)}`;
}
