import type {Terminal} from '../terminal/terminal.js';
import type {FirstScreen} from '../view/first-screen.js';
import {characterNames} from '../view/key-names.js';

/** So many characters that arrive together may be keys that were held down; more may be a paste. */
const MOST = 32;

const ARROWS: ReadonlyMap<string, string> = new Map([
  ['\u001B[A', 'up'],
  ['\u001B[B', 'down'],
  ['\u001B[C', 'right'],
  ['\u001B[D', 'left'],
]);

/** The keys that were answered before Ink reads. */
export interface EarlyKeys {
  /** Answers none from here on: Ink gets them. @returns the names of those that were answered, in their order */
  readonly end: () => readonly string[];
}

/**
 * Answers the keys that move the cursor, until one comes that does anything else: that one, and what is typed behind it, waits
 * for Ink.
 */
export function answerEarlyKeys({keys, stream}: Pick<Terminal, 'keys' | 'stream'>, screen: FirstScreen): EarlyKeys {
  const answered: string[] = [];

  function answer(): void {
    for (let text = keys.read(); text !== null; text = keys.read()) {
      const names = namesOf(String(text));
      if (!screen.press(names)) {
        end();
        keys.unshift(text);
        return;
      }
      answered.push(...names);
      stream.write(screen.lines().join('\n'));
    }
  }

  function end(): readonly string[] {
    keys.off('readable', answer);
    return answered;
  }

  keys.setEncoding('utf8');
  keys.on('readable', answer);
  return {end};
}

function namesOf(text: string): readonly string[] {
  const arrow = ARROWS.get(text);
  if (arrow !== undefined) return [arrow];
  return text.length > MOST ? [text] : characterNames(text);
}
