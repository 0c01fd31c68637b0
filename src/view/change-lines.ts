import type {FileChange} from '../store/file-changes.js';
import {remember} from '../store/remember.js';
import {changeTitle, diffBody} from '../wording/file-change.js';
import type {Span} from './theme.js';

/** What configuring makes of files, as lines that are still to be painted: for each change its title, then its difference. */
export const changeLines = remember((changes: readonly FileChange[]): readonly Span[] =>
  changes.flatMap((change, index) => [
    ...(index === 0 ? [] : [{text: ''}]),
    {text: `  ${changeTitle(change)}`, isBold: true},
    ...diffBody(change.diff).map(line => ({...spanOf(line), text: `    ${line}`})),
  ]),
);

function spanOf(line: string): Omit<Span, 'text'> {
  if (line.startsWith('+')) return {tone: 'healthy'};
  if (line.startsWith('-')) return {tone: 'failing'};
  return line.startsWith('@@') ? {tone: 'dim'} : {};
}
