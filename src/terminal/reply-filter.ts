/** Takes the terminal's answers to questions out of what is typed. */
interface ReplyFilter {
  /** From now on answers are taken out; `onReply` is called once, with the background's colour if the terminal gave it. */
  readonly expect: (onReply: (background: string | null) => void) => void;
  /** @returns what of the text was typed; the beginning of what may be an answer is held back, see `isHolding`. */
  readonly typed: (text: string) => string;
  /** Whether something is held back: if nothing follows it soon, it was typed, and `flush` returns it. */
  readonly isHolding: () => boolean;
  readonly flush: () => string;
}

/** Asks for the background's colour (OSC 11), then what the terminal is (DA1): each terminal answers the latter, in this order. */
export const BACKGROUND_QUESTION = '\u001B]11;?\u001B\\\u001B[c';

const COLOUR = /\u001B\]11;([^\u0007\u001B]*)(?:\u0007|\u001B\\)/;
const ATTRIBUTES = /\u001B\[\?[\d;]*c/;
/** What may be the beginning of an answer, at the end of a text. */
const BEGUN = /\u001B(?:\](?:1(?:1(?:;[^\u0007\u001B]*\u001B?)?)?)?|\[(?:\?[\d;]*)?)?$/;

/** While no answer is due, everything passes as it is: at other times escape sequences are keys. */
export function createReplyFilter(): ReplyFilter {
  let isExpecting = false;
  let held = '';
  let background: string | null = null;
  let onReply: ((background: string | null) => void) | null = null;

  return {
    expect: listener => {
      isExpecting = true;
      background = null;
      onReply = listener;
    },
    typed: text => {
      if (!isExpecting) return text;
      let rest = held + text;
      held = '';
      rest = rest.replace(COLOUR, (_answer, colour: string) => {
        background = colour;
        return '';
      });
      if (ATTRIBUTES.test(rest)) {
        isExpecting = false;
        onReply?.(background);
        onReply = null;
        return rest.replace(ATTRIBUTES, '');
      }
      held = BEGUN.exec(rest)?.[0] ?? '';
      return rest.slice(0, rest.length - held.length);
    },
    isHolding: () => held !== '',
    flush: () => {
      const typed = held;
      held = '';
      return typed;
    },
  };
}

/** Whether a colour as OSC 11 has it (`rgb:ffff/ffff/dddd`) is dark or light to the eye; null: no such colour. */
export function shadeOf(colour: string): 'dark' | 'light' | null {
  const match = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(colour);
  if (match === null) return null;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map(hex => Number.parseInt(hex, 16) / (16 ** hex.length - 1));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5 ? 'dark' : 'light';
}
