import {widthOf} from '../text/width.js';
import {wrapText} from '../text/wrap-text.js';
import type {OutcomeGroup} from '../wording/outcome-groups.js';
import type {Span, Theme} from './theme.js';

/** Spaces before the first line of something that is shown in full, and before the lines that belong to it. */
const INDENT = 2;
const INDENT_BELOW = 4;
const GAP = '  ';

/** A text that was cut elsewhere, as lines that are still to be painted. */
export function textLines(text: string, width: number, theme: Theme): readonly (readonly Span[])[] {
  return wrapped(text, INDENT, width, theme).map(line => [{text: line}]);
}

/** What came of some targets, headed by their nodes and watcher: on one line where that is enough. */
export function outcomeLines(
  {nodes, watcher, text}: OutcomeGroup,
  width: number,
  theme: Theme,
): readonly (readonly Span[])[] {
  const head = wrapped(watcher === null ? nodes : `${nodes} ${watcher}`, INDENT, width, theme);
  const titles = head.map(line => ({text: line, isBold: true}));
  const [title] = titles;
  const after = GAP + theme.printable(text);
  if (title !== undefined && titles.length === 1 && widthOf(title.text + after) <= width)
    return [[title, {text: after}]];
  const below = wrapped(text, INDENT_BELOW, width, theme).map(line => ({text: line}));
  return [...titles, ...below].map(span => [span]);
}

function wrapped(text: string, indent: number, width: number, theme: Theme): readonly string[] {
  return wrapText(theme.printable(text), width - indent).map(line => ' '.repeat(indent) + line);
}
