/** A line of text being typed; `cursor` is an index in UTF-16 units, never inside a surrogate pair. */
export interface TextField {
  readonly text: string;
  readonly cursor: number;
}

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
        | 'delete-to-start'
        | 'delete-to-end';
    };

/** The field after the edit. Line breaks and control characters in inserted text become spaces: it is one line. */
export function editText(field: TextField, edit: TextEdit): TextField {
  const {text, cursor} = field;
  switch (edit.type) {
    case 'insert': {
      const inserted = edit.text.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ');
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
    case 'delete-to-start':
      return remove(text, 0, cursor);
    case 'delete-to-end':
      return remove(text, cursor, text.length);
  }
}

function remove(text: string, from: number, to: number): TextField {
  return {text: text.slice(0, from) + text.slice(to), cursor: from};
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
  return text.slice(0, cursor).replace(/\S*\s*$/, '').length;
}

function wordEnd(text: string, cursor: number): number {
  return cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
}
