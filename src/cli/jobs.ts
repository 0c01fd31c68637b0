import type {Environment} from '../config/config.js';
import {stateFolder} from '../files/state-folder.js';
import type {JournaledJob} from '../journal/fold.js';
import {readJournal} from '../journal/read.js';
import {formatDuration} from '../model/duration.js';
import {problemOf} from '../model/system-error.js';
import {countsText} from '../wording/interrupted.js';
import {localTime} from '../wording/local-time.js';
import {EXIT, type Io} from './io.js';
import {jsonLine} from './printable.js';
import {refuse} from './refusal.js';
import {jobJson, jobText} from './report.js';

/** Prints what was done on this machine by this user, as the journal has it, oldest first. @returns the exit code */
export async function jobs(environment: Environment, isJson: boolean, io: Io): Promise<number> {
  const folder = stateFolder(environment);
  const refused = (reason: string) => refuse({reason, exitCode: EXIT.notOk, command: null}, isJson, io);
  if (folder === null) return refused('there is no journal: no folder is known for it (XDG_STATE_HOME, HOME)');
  let count = 0;
  let isWhole = true;
  const tell = (sentence: string) => {
    isWhole = false;
    io.err(`circusman: ${sentence}\n`);
  };
  const onUnreadable = (file: string, error: unknown) => tell(`${file} cannot be read: ${problemOf(error)}`);
  try {
    for await (const job of readJournal(folder, {now: Date.now(), onUnreadable})) {
      const {damage} = job;
      if (damage !== null) tell(`${damage.file} cannot be read whole: ${damage.problem}`);
      io.out(isJson ? jsonLine(journaledJson(job)) : journaledText(job));
      count++;
      await io.room();
    }
  } catch (error) {
    return refused(`the journal in ${folder} cannot be read: ${problemOf(error)}`);
  }
  if (count === 0 && isWhole) io.err('circusman: no job is written down yet\n');
  return isWhole ? EXIT.ok : EXIT.notOk;
}

function journaledJson({job, by, from, state}: JournaledJob): object {
  const {version, command, time, ms, targets, summary} = jobJson(job, null);
  return {version, job: job.id, command, by: by.who, how: by.how, from, time, ms, state, targets, summary};
}

/** "#12 2026-11-28 10:32:05 root@control (exec), from 192.168.0.9 pts/3, in 2.2 s", then the command and what came of it. */
function journaledText({job, by, from, state}: JournaledJob): string {
  const place = from === null ? '' : `, from ${from}`;
  const ms = (job.endedAt ?? job.beganAt).wall - job.beganAt.wall;
  const how = {
    ended: `in ${formatDuration(ms)}`,
    running: 'runs',
    interrupted: `was interrupted: ${countsText(job)}`,
  }[state];
  return `#${job.id} ${localTime(job.beganAt.wall)} ${by.who} (${by.how})${place}, ${how}\n${jobText(job)}`;
}
