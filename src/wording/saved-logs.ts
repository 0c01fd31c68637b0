import {formatBytes} from '../model/figures.js';
import type {SavedLogs} from '../model/log-copy.js';
import type {AnswerWording} from './answer-kinds.js';

/** What all targets together have saved; each says its own in its outcome. */
export const SAVED: AnswerWording<SavedLogs> = {
  lines: answers => {
    const files = answers.reduce((sum, {data}) => sum + data.files.length, 0);
    const bytes = answers.reduce((sum, {data}) => sum + data.bytes, 0);
    const text = `${files} files, ${formatBytes(bytes)} in all`;
    return answers.length < 2 ? [] : [{text, role: 'title', tone: 'normal'}];
  },
  isPrinted: () => true,
  hasWork: () => false,
};
