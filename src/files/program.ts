import {readFileSync} from 'node:fs';
import os from 'node:os';
import {codeOf} from '../model/system-error.js';

/** A process of some machine, told apart from later ones with its number. */
export interface Program {
  readonly pid: number;
  /** When it was started, as the system tells processes of one number apart; null: it does not. */
  readonly started: string | null;
  readonly host: string;
}

/** The one that asks. */
export function thisProgram(): Program {
  return {pid: process.pid, started: statOf(process.pid)?.started ?? null, host: os.hostname()};
}

/** The program that was written down so; null: it is none. */
export function programIn(value: unknown): Program | null {
  const {pid, started, host}: Partial<Program> = Object(value);
  return typeof pid === 'number' && typeof host === 'string' ? {pid, started: started ?? null, host} : null;
}

/** Whether it may still run: of one on another machine nobody here knows that it does not. */
export function mayRun({pid, started, host}: Program): boolean {
  if (host !== os.hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = statOf(pid);
  // One that has ended stands in the list until its parent takes note of that, which may be never.
  if (now === null) return true;
  return !ENDED.has(now.state) && (started === null || now.started === started);
}

const ENDED: ReadonlySet<string> = new Set(['Z', 'X']);

/** What Linux tells of a process: its state, and the boot with the clock ticks from there to its start; null: nothing, as elsewhere. */
function statOf(pid: number): {readonly state: string; readonly started: string} | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {state: fields[0] ?? '', started: `${boot} ${fields[19]}`};
  } catch {
    return null;
  }
}
