/** A line of text being typed; `cursor` is an index in UTF-16 units, never inside a surrogate pair. */
export interface TextField {
  readonly text: string;
  readonly cursor: number;
}

/**
 * Characters (UTF-16 units) that a line has at the most. At each key what it means is found out anew, and no one waits for that: a
 * command for a thousand nodes by name fits.
 */
export const LONGEST_TEXT = 4_096;

export const EMPTY_FIELD: TextField = {text: '', cursor: 0};

/** What a key does to the text: the emacs keys that shells have. */
export type TextEdit =
  | {readonly type: 'insert'; readonly text: string}
  | {
      readonly type:
        | 'left'
        | 'right'
        | 'word-left'
        | 'word-right'
        | 'start'
        | 'end'
        | 'delete-left'
        | 'delete-right'
        | 'delete-word-left'
        | 'delete-word-right'
        | 'delete-to-start'
        | 'delete-to-end'
        | 'transpose'
        | 'upper-case'
        | 'lower-case'
        | 'capitalize';
    };

/**
 * The field after the edit. Line breaks and control characters in inserted text become spaces: it is one line. What does not fit is
 * left out, at the end of what is inserted.
 */
export function editText(field: TextField, edit: TextEdit): TextField {
  const {text, cursor} = field;
  switch (edit.type) {
    case 'insert': {
      const inserted = beginning(oneLine(edit.text), LONGEST_TEXT - text.length);
      return {text: text.slice(0, cursor) + inserted + text.slice(cursor), cursor: cursor + inserted.length};
    }
    case 'left':
      return {text, cursor: before(text, cursor)};
    case 'right':
      return {text, cursor: after(text, cursor)};
    case 'word-left':
      return {text, cursor: wordStart(text, cursor)};
    case 'word-right':
      return {text, cursor: wordEnd(text, cursor)};
    case 'start':
      return {text, cursor: 0};
    case 'end':
      return {text, cursor: text.length};
    case 'delete-left':
      return remove(text, before(text, cursor), cursor);
    case 'delete-right':
      return remove(text, cursor, after(text, cursor));
    case 'delete-word-left':
      return remove(text, wordStart(text, cursor), cursor);
    case 'delete-word-right':
      return remove(text, cursor, wordEnd(text, cursor));
    case 'delete-to-start':
      return remove(text, 0, cursor);
    case 'delete-to-end':
      return remove(text, cursor, text.length);
    case 'transpose':
      return transposed(text, cursor);
    case 'upper-case':
      return withWord(field, word => word.toUpperCase());
    case 'lower-case':
      return withWord(field, word => word.toLowerCase());
    case 'capitalize':
      return withWord(field, word => word.toLowerCase().replace(/[\p{L}\p{N}]/u, first => first.toUpperCase()));
  }
}

/** Whether inserting this leaves some of it out. */
export function isTooLong(field: TextField, inserted: string): boolean {
  return (
    field.text.length + inserted.length > LONGEST_TEXT && field.text.length + oneLine(inserted).length > LONGEST_TEXT
  );
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ');
}

/** So many characters, and no half of a surrogate pair. */
function beginning(text: string, length: number): string {
  return text.slice(0, Math.max(0, length)).replace(/[\uD800-\uDBFF]$/, '');
}

function remove(text: string, from: number, to: number): TextField {
  return {text: text.slice(0, from) + text.slice(to), cursor: from};
}

/** The characters beside the cursor change places, and it goes on; at the end, the last two. */
function transposed(text: string, cursor: number): TextField {
  const middle = cursor === text.length ? before(text, cursor) : cursor;
  const [from, to] = [before(text, middle), after(text, middle)];
  if (from === middle || middle === to) return {text, cursor};
  return {text: text.slice(0, from) + text.slice(middle, to) + text.slice(from, middle) + text.slice(to), cursor: to};
}

/** The rest of the word at the cursor, or the next one, is another, and the cursor behind it; one that would not fit stays. */
function withWord({text, cursor}: TextField, change: (word: string) => string): TextField {
  const end = wordEnd(text, cursor);
  const changed = text.slice(0, cursor) + change(text.slice(cursor, end));
  const isFitting = changed.length + text.length - end <= LONGEST_TEXT;
  return isFitting ? {text: changed + text.slice(end), cursor: changed.length} : {text, cursor: end};
}

function before(text: string, cursor: number): number {
  const isPair = /[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(0, cursor));
  return Math.max(0, cursor - (isPair ? 2 : 1));
}

function after(text: string, cursor: number): number {
  const isPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(cursor));
  return Math.min(text.length, cursor + (isPair ? 2 : 1));
}

function wordStart(text: string, cursor: number): number {
  const before = text.slice(0, cursor).trimEnd();
  return before.length - (before.split(/\s/).at(-1) ?? '').length;
}

function wordEnd(text: string, cursor: number): number {
  return cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
}
