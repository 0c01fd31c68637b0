import process from 'node:process';
import type {Terminal} from '../terminal/terminal.js';

/** Restores the terminal whenever the program is stopped (SIGTSTP), and takes it again when it goes on (SIGCONT). */
export function handleJobControl(terminal: Terminal): void {
  process.on('SIGTSTP', () => stopBy(process.pid, terminal));
  // After SIGSTOP, too, which no program can handle.
  process.on('SIGCONT', terminal.retake);
}

/** Stops the program as Ctrl-Z does in a terminal that is not in raw mode: with its whole process group, npm among it. */
export function suspend(terminal: Terminal): void {
  stopBy(0, terminal);
}

/**
 * Returns when the program goes on. The listeners are taken away first, so that it stops right here: a listener that ran a
 * moment later could stop it once more after `fg`. Without a shell that could continue us, the system does not stop us at all.
 *
 * @param target this process, or 0: its whole process group
 */
function stopBy(target: number, terminal: Terminal): void {
  terminal.release();
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  process.kill(target, 'SIGTSTP');
  for (const listener of listeners) process.on('SIGTSTP', listener);
  terminal.retake();
}
