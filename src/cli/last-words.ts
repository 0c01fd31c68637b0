import type {Terminal} from '../terminal/terminal.js';
import type {Io} from './io.js';
import {plainText} from './plain-output.js';

/** Leaves the terminal as it was found. @returns how to say something then: a terminal that takes no output holds nothing up */
export function lastWords(terminal: Terminal, io: Io): Io['err'] {
  return terminal.restore() || !io.isTerminal ? io.err : text => terminal.say(plainText(text));
}
