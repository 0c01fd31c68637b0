import {type Command, isForScreen} from '../command/command.js';
import {readonly} from '../command/readonly.js';
import {PROGRAM_WORDS, PROGRAMS_IN_EXEC} from './programs.js';

/** Why a command cannot be run without the full screen; it may have a program that does the same for scripts. Null: it can. @param where "exec" */
export function forScreenAlone(command: Command, where: string): string | null {
  if (!isForScreen(command)) return null;
  const hint = PROGRAM_WORDS.includes(command.name) ? `: circusman ${command.name} prints it` : '';
  const flag = command.name === readonly.name ? `: ${where} takes --read-only` : '';
  return `this is for the full screen, not for ${where}${hint}${flag}`;
}

/** Whether `exec` takes it: as a command on nodes, or as the program of that name. */
export function isOfExec(command: Command): boolean {
  return !isForScreen(command) || PROGRAMS_IN_EXEC.some(name => name === command.name);
}
