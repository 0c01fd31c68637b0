import {spawn} from 'node:child_process';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {codeOf, problemOf} from '../model/system-error.js';
import {oneSentence} from './printable.js';

/** Characters at the end of ssh's output that are searched for its reason. */
const KEPT = 4_096;
/** How long ssh's output may take to arrive after its end, in ms: what it leaves in the background may hold its stderr open. */
const LATE = 100;
/** ssh's own failure; every other code is that of the shell on the node. */
const OF_SSH = 255;

/**
 * Runs the system's `ssh HOST` in the terminal that the program was started on; the user's own config and keys count. It asks for
 * passwords on the terminal itself; its stderr passes through here, as the full screen would overwrite its reason.
 *
 * @returns what went wrong, for people; null: it ended as it should
 */
export function ssh(host: string): Promise<string | null> {
  const child = spawn('ssh', ['--', host], {stdio: ['inherit', 'inherit', 'pipe']});
  const said = passOn(child.stderr);
  return new Promise(resolve => {
    child.once('error', error => {
      const why = codeOf(error) === 'ENOENT' ? 'it is not on the PATH' : problemOf(error);
      resolve(`ssh could not be started: ${why}`);
    });
    child.once('exit', async (code, signal) => {
      if (code === 0) return resolve(null);
      const last = await said();
      const reason = code === OF_SSH && last !== '' ? `: ${last}` : '';
      resolve(oneSentence(`ssh ${host} ended with ${signal ?? `exit code ${code}`}${reason}`));
    });
  });
}

/**
 * Shows what is written, and keeps its end.
 *
 * @param stream undefined where no descriptor was left for it, which Node's types do not know
 * @returns how to have the last line of it, once it has all come
 */
function passOn(stream: Readable | undefined): () => Promise<string> {
  let tail = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    tail = (tail + text).slice(-KEPT);
  });
  const ended = new Promise(resolve => stream?.once('close', resolve));
  return async () => {
    await Promise.race([ended, new Promise(resolve => setTimeout(resolve, LATE))]);
    return lastLine(tail);
  };
}

/** "connect to host 192.168.0.1 port 22: Connection refused" */
function lastLine(text: string): string {
  const lines = text.split(/[\r\n]+/).map(line => line.trim());
  return lines.findLast(line => line !== '')?.replace(/^ssh: /, '') ?? '';
}
