import {spawn} from 'node:child_process';

/**
 * Runs the system's `ssh HOST` in the terminal that the program was started on; the user's own config and keys count.
 *
 * @returns what went wrong, for people; null: it ended as it should
 */
export function ssh(host: string): Promise<string | null> {
  const child = spawn('ssh', ['--', host], {stdio: 'inherit'});
  return new Promise(resolve => {
    child.once('error', error => resolve(`ssh could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve(null);
      else resolve(`ssh ${host} ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}
