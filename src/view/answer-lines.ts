import {widthOf} from '../text/width.js';
import {wrapText} from '../text/wrap-text.js';
import type {AnswerLine} from '../wording/answer-kinds.js';
import type {Span, Theme} from './theme.js';

/** Spaces before a title, before the lines that it heads, and before what such a line goes on with. */
const TITLE_INDENT = 2;
const INDENT = 4;
const GOES_ON = 2;
/** Columns that what is indented in its own text keeps for its words. */
const FEWEST = 20;

/**
 * How answers read as lines that are still to be painted; blocks are apart by a blank line, and so are titles. A line that is too
 * long goes on below: the figures at its end are as wanted as those at its begin.
 */
export function answerLines(blocks: readonly (readonly AnswerLine[])[], width: number, theme: Theme): readonly Span[] {
  return blocks.flatMap((block, number) =>
    block
      .filter(({role}) => role !== 'detail')
      .flatMap((line, index) => {
        const isFirst = number === 0 && index === 0;
        return [...(line.role === 'title' && !isFirst ? [{text: ''}] : []), ...spansOf(line, width, theme)];
      }),
  );
}

function spansOf({text, role, tone}: AnswerLine, width: number, theme: Theme): readonly Span[] {
  const isTitle = role === 'title';
  const lines = inLines(theme.printable(text), isTitle ? TITLE_INDENT : INDENT, width);
  return lines.map(line => (isTitle ? {text: line, isBold: true} : {text: line, tone}));
}

function inLines(text: string, indent: number, width: number): readonly string[] {
  const before = ' '.repeat(indent);
  if (indent + widthOf(text) <= width) return [before + text];
  const words = text.trimStart();
  const own = Math.max(0, Math.min(text.length - words.length, width - indent - GOES_ON - FEWEST));
  const room = Math.max(1, width - indent - own - GOES_ON);
  return wrapText(words, room).map((line, index) => ' '.repeat(indent + own + (index === 0 ? 0 : GOES_ON)) + line);
}
