import type {Terminal} from '../terminal/terminal.js';
import type {Io} from './io.js';
import {printable} from './printable.js';

/** Leaves the terminal as it was found. @returns how to print something then: a terminal that takes no output holds nothing up */
export function leaveTerminal(terminal: Terminal, io: Io): Io['err'] {
  return terminal.restore() || !io.isTerminal ? io.err : text => terminal.say(printable(text));
}
