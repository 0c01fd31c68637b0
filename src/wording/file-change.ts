import type {ConfigureData} from '../model/service.js';
import {type FileChange, fileChanges} from '../store/file-changes.js';
import type {AnswerLine, AnswerWording} from './answer-kinds.js';
import type {Tone} from './display-state.js';

/** What configuring makes of files: for each change its title, then its difference. */
export const FILES: AnswerWording<ConfigureData> = {
  lines: answers => {
    const changes = fileChanges(
      answers.flatMap(({target: {node, watcher}, data}) => (watcher === null ? [] : [{node, watcher, data}])),
    );
    return changes.flatMap((change): readonly AnswerLine[] => [
      {text: titleOf(change), role: 'title', tone: 'normal'},
      ...linesOf(change.diff),
    ]);
  },
  isPrinted: ({dryRun}) => dryRun,
  hasWork: ({files}) => files.some(file => file.state !== 'unchanged'),
};

/** "neo4j conf/neo4j.properties changed on 10.0.0.1-31 (31 nodes alike)". */
function titleOf({watcher, file, state, nodes, count}: FileChange): string {
  return `${watcher} ${file} ${state} on ${nodes}${count > 1 ? ` (${count} nodes alike)` : ''}`;
}

/** The lines of a unified diff; the two that name the file again are a detail. */
function linesOf(diff: string): readonly AnswerLine[] {
  const body = diff.trimEnd();
  // A new file that is empty has none.
  if (body === '') return [];
  return body.split('\n').map((text, index) => {
    const isHead = index < 2 && /^(---|\+\+\+) /.test(text);
    return {text, role: isHead ? 'detail' : 'body', tone: isHead ? 'dim' : toneOf(text)};
  });
}

function toneOf(line: string): Tone {
  if (line.startsWith('+')) return 'healthy';
  if (line.startsWith('-')) return 'failing';
  return line.startsWith('@@') ? 'dim' : 'normal';
}
