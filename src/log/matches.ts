import type {LogFilter} from '../model/log.js';
import type {LogRow} from '../model/log-window.js';

/** Whether a filter lets a line through, as far as the line is here; the nodes look at it in the same way. */
export function matcher({text, ignoresCase, isInverted}: LogFilter): (line: string) => boolean {
  const wanted = ignoresCase ? text.toLowerCase() : text;
  return line => (ignoresCase ? line.toLowerCase() : line).includes(wanted) !== isInverted;
}

/** What is missing is said, whatever is looked for. */
export function letThrough(filter: LogFilter, rows: readonly LogRow[]): readonly LogRow[] {
  const matches = matcher(filter);
  return rows.filter(row => row.kind === 'note' || matches(row.raw));
}
