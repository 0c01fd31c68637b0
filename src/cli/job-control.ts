import process from 'node:process';
import type {Terminal} from '../terminal/terminal.js';

/** Leaves the terminal as found whenever the program is stopped (SIGTSTP), and takes it again when it goes on (SIGCONT). */
export function heedJobControl(terminal: Terminal): void {
  process.on('SIGTSTP', () => stopBy(process.pid, terminal));
  // After a SIGSTOP, too, which nobody could prepare for.
  process.on('SIGCONT', terminal.retake);
}

/** Stops the program as Ctrl-Z does in a terminal that is not in raw mode: with all of its job, such as npm. */
export function suspend(terminal: Terminal): void {
  stopBy(0, terminal);
}

/**
 * Is over when the program goes on. Without a listener it stops where it is: one that heard of the stop a moment later might stop
 * it once more after `fg`. Where no shell could make us go on, the system does not stop us at all.
 *
 * @param whom this process, or 0: all of its job
 */
function stopBy(whom: number, terminal: Terminal): void {
  terminal.release();
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  process.kill(whom, 'SIGTSTP');
  for (const listener of listeners) process.on('SIGTSTP', listener);
  terminal.retake();
}
