import type {AnswerLine} from '../wording/answer-kinds.js';
import type {Span} from './theme.js';

/** How answers read as lines that are still to be painted; blocks are apart by a blank line, and so are titles. */
export function answerLines(blocks: readonly (readonly AnswerLine[])[]): readonly Span[] {
  return blocks.flatMap((block, number) =>
    block
      .filter(({role}) => role !== 'detail')
      .flatMap((line, index) => {
        const isFirst = number === 0 && index === 0;
        return [...(line.role === 'title' && !isFirst ? [{text: ''}] : []), spanOf(line)];
      }),
  );
}

function spanOf({text, role, tone}: AnswerLine): Span {
  return role === 'title' ? {text: `  ${text}`, isBold: true} : {text: `    ${text}`, tone};
}
