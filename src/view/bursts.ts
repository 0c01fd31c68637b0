import type {Clock} from '../model/time.js';

/** More characters than these that arrive together were not typed: a key that is held down repeats itself. */
const MOST_TYPED = 128;
/** Milliseconds: what follows a paste so soon belongs to it. */
const GOES_ON = 100;

/** What characters that arrived together are: keys, one each; or a paste, of which `isLine` says that it is one line and its enter. */
type Arrival =
  | {readonly type: 'keys'}
  | {readonly type: 'paste'; readonly isFirst: boolean; readonly text: string; readonly isLine: boolean};

/** Knows a paste from keys, for terminals that do not say so (no bracketed paste): line breaks in it are no enter. */
interface Bursts {
  /** @param text what arrived, of one read or a part of it */
  readonly arrived: (text: string) => Arrival;
  /** A key was pressed that no text has: what comes now is not the paste's. */
  readonly end: () => void;
  /** To be called when what arrived has been dealt with, however long that took. */
  readonly done: () => void;
}

export function createBursts(clock: Clock): Bursts {
  /** Until when what arrives belongs to the paste; null: none was. */
  let until: number | null = null;
  let hasBreak = false;

  return {
    arrived: text => {
      const isFirst = until === null || clock().monotonic > until;
      if (isFirst && !isPasted(text)) {
        until = null;
        return {type: 'keys'};
      }
      if (isFirst) hasBreak = false;
      const [, line = '', breaks = ''] = /^([^\r\n]*)([\r\n]*)$/.exec(text) ?? [];
      // A line with its enter, as scripts send it, is what it would be if it were typed.
      const isLine = !hasBreak && breaks !== '';
      hasBreak ||= /[\r\n]/.test(text);
      until = Number.POSITIVE_INFINITY;
      return {type: 'paste', isFirst, text: isLine ? line : text, isLine};
    },
    end: () => {
      until = null;
    },
    done: () => {
      if (until !== null) until = clock().monotonic + GOES_ON;
    },
  };
}

function isPasted(text: string): boolean {
  return text.length > MOST_TYPED && [...text.slice(0, MOST_TYPED)].some(char => char !== text[0]);
}
