import {changeTitle, type FileChange} from '../store/file-changes.js';
import {remember} from '../store/remember.js';
import type {Span} from './theme.js';

/** What configuring makes of files, as lines that are still to be painted: for each change its title, then its difference. */
export const changeLines = remember((changes: readonly FileChange[]): readonly Span[] =>
  changes.flatMap((change, index) => [
    ...(index === 0 ? [] : [{text: ''}]),
    {text: `  ${changeTitle(change)}`, isBold: true},
    ...bodyOf(change.diff).map(line => ({...spanOf(line), text: `    ${line}`})),
  ]),
);

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
