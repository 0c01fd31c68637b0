import type {Job} from '../model/job.js';
import {isJobRunning} from '../store/selectors.js';
import type {Session} from './session.js';

/** How long targets that are broken off may take until their outcome, in ms. */
const BREAK_OFF = 500;

/** Breaks off the jobs that still run, and reports what came of each: the screen is gone. */
export async function breakOff(session: Session, report: (job: Job) => void): Promise<void> {
  const running = session.store.state().jobs.filter(isJobRunning);
  session.runner.breakOff();
  const allEnded = () => !session.store.state().jobs.some(isJobRunning);
  await session.until(allEnded, BREAK_OFF, new AbortController().signal);
  for (const {id} of running) {
    const job = session.store.state().jobs.find(each => each.id === id);
    if (job !== undefined) report(job);
  }
}
