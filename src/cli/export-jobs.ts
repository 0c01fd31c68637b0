import {open} from 'node:fs/promises';
import {exportedJob} from '../bringup/export.js';
import type {Environment} from '../config/config.js';
import {stateFolder} from '../files/state-folder.js';
import {type JournalRange, readJournal} from '../journal/read.js';
import {codeOf, problemOf} from '../model/system-error.js';
import {countsText} from '../wording/interrupted.js';
import {localTime} from '../wording/local-time.js';
import {EXIT, type Io} from './io.js';
import {refuse} from './refusal.js';

/** Which jobs become a file, and which one. */
export interface JobExport {
  readonly range: JournalRange;
  readonly file: string;
}

/** Writes the commands of jobs that the journal has into a new file that `run` reads, oldest first. @returns the exit code */
export async function exportJobs(environment: Environment, {range, file}: JobExport, io: Io): Promise<number> {
  const result = await writeJobs(environment, {range, file});
  if ('problem' in result) return refuse({reason: result.problem, exitCode: result.code, command: null}, false, io);
  io.err(`circusman: ${exportedText(result.count, file)}\n`);
  return EXIT.ok;
}

/** What is said of a file that was written. */
export function exportedText(count: number, file: string): string {
  return `${count} job${count === 1 ? '' : 's'} in ${file}, for run`;
}

/** Writes the file. Resolves to how many jobs are in it, or why it cannot be, for people. */
export async function writeJobs(
  environment: Environment,
  {range, file}: JobExport,
): Promise<{readonly count: number} | {readonly problem: string; readonly code: number}> {
  const folder = stateFolder(environment);
  const notOk = (problem: string) => ({problem, code: EXIT.notOk});
  if (folder === null) return notOk('there is no journal: no folder is known for it (XDG_STATE_HOME, HOME)');
  const parts: string[] = [];
  try {
    const onUnreadable = (unread: string, error: unknown) => {
      throw new Error(`${unread}: ${problemOf(error)}`);
    };
    for await (const {job, by} of readJournal(folder, {now: Date.now(), onUnreadable}, range)) {
      const came = `${localTime(job.beganAt.wall)} by ${by.who} (${by.how}): ${countsText(job)}`;
      parts.push(exportedJob(job, `${came}${job.isInterrupted === true ? ', interrupted' : ''}`));
    }
  } catch (error) {
    return notOk(`the journal in ${folder} cannot be read: ${problemOf(error)}`);
  }
  const {from, to} = range;
  if (parts.length === 0) return notOk(`the journal has no job ${from === to ? from : `${from} to ${to}`}`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(parts.join('\n'));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return {problem: `${file} is there already, and stays as it is`, code: EXIT.usage};
    return notOk(`${file} cannot be written: ${problemOf(error)}`);
  }
  return {count: parts.length};
}
