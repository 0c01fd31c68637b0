import {formatBytes, formatCpu} from '../model/figures.js';
import {clockOffset} from '../store/reduce-link.js';
import type {NodeRow} from '../store/state.js';
import type {LineText} from './node-line.js';
import {TITLE} from './node-machine.js';
import type {Theme} from './theme.js';

/** What runs there, where it is reached, what it costs itself, and how its clock goes. */
export function circusdLines(row: NodeRow, theme: Theme): readonly LineText[] {
  const separator = ` ${theme.glyph('separator')} `;
  const {info, circusd, sampled, endpoints} = row;
  const versions =
    row.hasPackage === null
      ? null
      : info === null
        ? 'a stock circusd'
        : `circus ${info.circus}, circusman-node ${info.package}`;
  const since = circusd === null ? null : `since ${dateText(circusd.startedAt)}, pid ${circusd.pid}`;
  const own = sampled?.figures.own;
  const cost =
    own === undefined
      ? null
      : `uses ${own.cpu === null ? '' : `${formatCpu(own.cpu)}% of a core, `}${formatBytes(own.memory)}`;
  return [
    line('circusd', [versions, since, cost]),
    line('endpoints', [
      endpoints === null ? null : `commands ${endpoints.commands}`,
      endpoints === null ? null : `events ${endpoints.events}`,
      endpoints === null || !row.watchers.has('circusd-stats') ? null : `statistics ${endpoints.statistics}`,
    ]),
    line('clock', [clockText(row, theme)]),
  ].flatMap(each => each ?? []);

  function line(title: string, parts: readonly (string | null)[]): LineText | null {
    const known = parts.filter(part => part !== null);
    if (known.length === 0) return null;
    return {left: [{text: ` ${title.padEnd(TITLE)}`, tone: 'dim'}, {text: known.join(separator)}], right: []};
  }
}

/** A moment on the node's clock, in this machine's time zone. */
function dateText(seconds: number): string {
  const date = new Date(seconds * 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${date.toTimeString().slice(0, 8)}`;
}

/** "as ours, within 1 ms", "3.2 s ahead of ours, within 1 ms". */
function clockText(row: NodeRow, theme: Theme): string | null {
  const reading = clockOffset(row);
  if (reading === null) return null;
  const {offset, error} = reading;
  const within = `within ${milliseconds(Math.max(1, error))}`;
  if (Math.abs(offset) <= Math.max(1, error)) return `as ours, ${within}`;
  return theme.printable(`${milliseconds(Math.abs(offset))} ${offset > 0 ? 'ahead of' : 'behind'} ours, ${within}`);
}

function milliseconds(value: number): string {
  return value < 1_000 ? `${Math.ceil(value)} ms` : `${(value / 1_000).toFixed(1)} s`;
}
