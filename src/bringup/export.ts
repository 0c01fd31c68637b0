import type {Token} from '../command/arguments.js';
import {splitLine, typedText} from '../command/tokens.js';
import type {Job} from '../model/job.js';

/** What a job did as lines of a file, below a comment. @param came when it was, and what came of it */
export function exportedJob({id, text}: Pick<Job, 'id' | 'text'>, came: string): string {
  const commands = splitLine(text);
  const comment = `# job ${id}, ${came.replace(/\s+/g, ' ')}\n`;
  // A file has a command a line.
  if (!commands.ok || /[\r\n]/.test(text)) return `${comment}# left out: a line cannot have its command\n`;
  return comment + commands.value.map(words => `${words.map(fileText).join(' ')}\n`).join('');
}

/** A word as it is typed in a file, where `#` begins a comment and `${` a variable. */
function fileText(word: Token): string {
  const typed = typedText(word).replaceAll('${', () => '$${');
  return typed.startsWith('#') ? `"${typed}"` : typed;
}
