import type {JobId} from '../model/job.js';
import {jobCounts} from '../store/selectors.js';
import type {Store} from '../store/store.js';
import type {Io} from './io.js';

const REDRAW = 100;

/** A line on the terminal's stderr that counts while a job runs; nothing where stderr is no terminal. @returns how to end it. */
export function showProgress(store: Store, id: JobId, io: Io): () => void {
  if (!io.isTerminal) return () => {};
  const draw = () => {
    const job = store.state().jobs.find(each => each.id === id);
    if (job === undefined) return;
    const counts = [...jobCounts(job)].filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`);
    io.draw(`\r\u001B[K${job.text}  ${counts.join(' · ')}`);
  };
  const timer = setInterval(draw, REDRAW);
  return () => {
    clearInterval(timer);
    io.draw('\r\u001B[K');
  };
}
