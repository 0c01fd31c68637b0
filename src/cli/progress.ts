import type {Job, JobId} from '../model/job.js';
import type {Instant} from '../model/time.js';
import {fitText} from '../text/fit-text.js';
import {widthOf} from '../text/width.js';
import {jobFigures, timeLeft, waitText} from '../wording/job-progress.js';
import type {Io} from './io.js';
import {oneSentence} from './printable.js';
import type {Session} from './session.js';

const REDRAW = 100;
/** Columns. */
const ROOM_BEHIND = 3;
/** "restart neo4j titan": below this the command is not cut, but what stands behind it. */
const SHORTEST_COMMAND = 20;
/** No character outside ASCII: the terminal may not have it. */
const ELLIPSIS = '...';

/**
 * A line on the terminal's stderr that counts while a job runs, and says what it waits for; nothing where stderr is no terminal.
 * @returns how to end it
 */
export function showProgress({store, clock}: Pick<Session, 'store' | 'clock'>, id: JobId, io: Io): () => void {
  return showLine(width => {
    const job = store.state().jobs.find(each => each.id === id);
    return job === undefined ? null : progressLine(job, width, clock());
  }, io);
}

/**
 * The same with any text.
 *
 * @param textOf is given how many columns there are; null: what is shown stays
 */
export function showLine(textOf: (width: number) => string | null, io: Io): () => void {
  if (!io.isTerminal) return () => {};
  let shown = '';
  const draw = () => {
    // Behind it the terminal echoes a ctrl-c, in two columns; with the last one taken some would go on in the next line.
    const width = io.columns() - ROOM_BEHIND;
    const text = textOf(width);
    if (text === null) return;
    const line = fitted(text, width);
    if (line !== shown) io.draw(`\r\u001B[K${line}`);
    shown = line;
  };
  const timer = setInterval(draw, REDRAW);
  return () => {
    clearInterval(timer);
    io.draw('\r\u001B[K');
  };
}

/** What a job does, how far it is and what it waits for, in at most so many columns: the command gives way first. */
export function progressLine(job: Job, width: number, now: Instant): string {
  const waits = waitText(job);
  const left = timeLeft(job, now);
  const figures = [...jobFigures(job), ...(left === null ? [] : [left])];
  const rest = ['', figures.join(', '), ...(waits === null ? [] : [oneSentence(waits)])].join('  ');
  const command = oneSentence(job.text);
  const room = Math.max(SHORTEST_COMMAND, width - widthOf(rest));
  const head = widthOf(command) > room ? fitText(command, room, ELLIPSIS) : command;
  return fitted(head + rest, width);
}

function fitted(text: string, width: number): string {
  return widthOf(text) > width ? fitText(text, width, ELLIPSIS) : text;
}
