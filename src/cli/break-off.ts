import type {Job} from '../model/job.js';
import {isJobRunning} from '../store/selectors.js';
import type {Session} from './session.js';

/** How long targets that are broken off may take to say so, in ms. */
const BREAK_OFF = 500;

/** Ends what still runs, and tells what came of it: nobody can see it on the screen any more. */
export async function breakOff(session: Session, tell: (job: Job) => void): Promise<void> {
  const running = session.store.state().jobs.filter(isJobRunning);
  session.runner.breakOff();
  const allEnded = () => !session.store.state().jobs.some(isJobRunning);
  await session.until(allEnded, BREAK_OFF, new AbortController().signal);
  for (const {id} of running) {
    const job = session.store.state().jobs.find(each => each.id === id);
    if (job !== undefined) tell(job);
  }
}
