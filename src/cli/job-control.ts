import process from 'node:process';
import type {Terminal} from '../terminal/terminal.js';

/** Leaves the terminal as found whenever the program is stopped (SIGTSTP), and takes it again when it goes on (SIGCONT). */
export function heedJobControl(terminal: Terminal): void {
  const stop = () => {
    terminal.release();
    process.off('SIGTSTP', stop);
    // Without a listener it stops us here. Where no shell could make us go on, the system does not stop us at all.
    process.kill(process.pid, 'SIGTSTP');
    process.on('SIGTSTP', stop);
    terminal.retake();
  };
  process.on('SIGTSTP', stop);
  // After a SIGSTOP, too, which nobody could prepare for.
  process.on('SIGCONT', terminal.retake);
}

/** Stops the program as Ctrl-Z does in a terminal that is not in raw mode: with all of its job, such as npm. */
export function suspend(terminal: Terminal): void {
  // Before npm has stopped: then the shell has the terminal, to set which from the background stops us, and once more after `fg`.
  terminal.release();
  process.kill(0, 'SIGTSTP');
}
