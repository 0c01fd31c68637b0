import {readlinkSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import process from 'node:process';
import {isatty} from 'node:tty';
import {isAboveRead} from '../command/effect.js';
import {commandTable} from '../command/table.js';
import type {Environment} from '../config/config.js';
import {thisProgram} from '../files/program.js';
import {withinTime} from '../files/regular-file.js';
import {stateFolder} from '../files/state-folder.js';
import {NOWHERE} from '../files/xdg-folder.js';
import {type Journal, noJournal, openJournal} from '../journal/writer.js';
import {operator} from './operator.js';

/** How long its disk may take until it is given up, in ms: what is written of jobs is waited for. */
const ANSWERS = 1_000;

/**
 * How the journal of this user is opened. Jobs that only read are not kept: a script that reads each second would push out what was
 * done.
 */
export async function journalOpener(environment: Environment): Promise<(warn: (sentence: string) => void) => Journal> {
  const folder = stateFolder(environment);
  if (folder === null && environment.XDG_STATE_HOME === NOWHERE) return noJournal;
  const answers = folder === null || (await withinTime(isAnswered(folder), ANSWERS, false));
  return warn =>
    openJournal({
      folder: answers
        ? (folder ?? {problem: 'there is no folder for it (XDG_STATE_HOME, HOME)'})
        : {problem: `the disk of ${folder} does not answer`},
      origin: {who: operator(), from: cameFrom(environment), program: thisProgram()},
      isKept: ({command, isDryRun}) => !isDryRun && isAboveRead(commandTable.get(command)?.effect ?? 'none'),
      warn,
    });
}

/** Resolves whether or not there is something. */
function isAnswered(folder: string): Promise<true> {
  return stat(folder).then(
    () => true,
    () => true,
  );
}

/** Where the operator sits: "192.168.0.9 pts/3"; null: neither an address nor a terminal is known. */
function cameFrom({SSH_CONNECTION = ''}: Environment): string | null {
  const [address = ''] = SSH_CONNECTION.split(' ');
  const parts = [address, terminalName() ?? ''].filter(part => part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}

/** "pts/3"; null: none of the three streams is a terminal. */
function terminalName(): string | null {
  const terminal = [0, 1, 2].find(isatty);
  if (terminal === undefined) return null;
  try {
    return readlinkSync(`/proc/${process.pid}/fd/${terminal}`).replace(/^\/dev\//, '');
  } catch {
    return null;
  }
}
