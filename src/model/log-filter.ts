import type {LogFilter} from './log.js';

/** Before a text: lines without it are meant. */
const INVERTED = '!';

/** What a typed text looks for: `!text` lines without it; large and small letters are the same where all are small. Null: the text is empty. */
export function logFilterOf(typed: string): LogFilter | null {
  const isInverted = typed.startsWith(INVERTED);
  const text = isInverted ? typed.slice(INVERTED.length) : typed;
  return text === '' ? null : {text, ignoresCase: text === text.toLowerCase(), isInverted};
}

/** The filter as it is typed; the empty text: there is none. */
export function typedLogFilter(filter: LogFilter | null): string {
  return filter === null ? '' : `${filter.isInverted ? INVERTED : ''}${filter.text}`;
}
