import {readlinkSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {isAboveRead} from '../command/effect.js';
import {commandTable} from '../command/table.js';
import type {Environment} from '../config/config.js';
import {thisProgram} from '../files/program.js';
import {stateFolder} from '../files/state-folder.js';
import {NOWHERE} from '../files/xdg-folder.js';
import {type Journal, noJournal, openJournal} from '../journal/writer.js';
import {operator} from './operator.js';

/** Opens the journal of this user. Jobs that only read are not kept: a script that reads each second would push out what was done. */
export function openJobJournal(environment: Environment, warn: (sentence: string) => void): Journal {
  const folder = stateFolder(environment);
  if (folder === null && environment.XDG_STATE_HOME === NOWHERE) return noJournal();
  return openJournal({
    folder,
    origin: {who: operator(), from: cameFrom(environment), program: thisProgram()},
    isKept: ({command, isDryRun}) => !isDryRun && isAboveRead(commandTable.get(command)?.effect ?? 'none'),
    warn,
  });
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
