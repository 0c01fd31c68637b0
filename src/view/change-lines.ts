import {changeTitle, type FileChange} from '../store/file-changes.js';
import {spread} from './lines.js';
import type {Span, Theme} from './theme.js';

/** What configuring makes of files, as lines: for each change its title, then its difference. */
export function changeLines(changes: readonly FileChange[], width: number, theme: Theme): readonly string[] {
  return changes.flatMap((change, index) => [
    ...(index === 0 ? [] : [spread([], [], width, theme)]),
    spread([{text: `  ${changeTitle(change)}`, isBold: true}], [], width, theme),
    ...bodyOf(change.diff).map(line => spread([{...spanOf(line), text: `    ${line}`}], [], width, theme)),
  ]);
}

/** Without the two lines that name the file again. */
function bodyOf(diff: string): readonly string[] {
  return diff.split('\n').filter((line, index, all) => {
    const isHead = index < 2 && /^(---|\+\+\+) /.test(line);
    return !isHead && !(index === all.length - 1 && line === '');
  });
}

function spanOf(line: string): Omit<Span, 'text'> {
  if (line.startsWith('+')) return {tone: 'healthy'};
  if (line.startsWith('-')) return {tone: 'failing'};
  return line.startsWith('@@') ? {tone: 'dim'} : {};
}
