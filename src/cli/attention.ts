import type {Config} from '../config/config.js';
import type {JobId} from '../model/job.js';
import {isJobRunning} from '../store/selectors.js';
import type {Store} from '../store/store.js';
import type {Terminal} from '../terminal/terminal.js';
import {figuresBesideOk} from '../wording/job-progress.js';

/** Draws the operator's attention to each job that ends and is not ok for every target. @returns a function that stops it */
export function callAttention(store: Store, terminal: Terminal, how: Config['onFailure']): () => void {
  const running = new Set<JobId>();
  return store.subscribe(() => {
    for (const job of store.state().jobs) {
      if (isJobRunning(job)) {
        running.add(job.id);
      } else if (running.delete(job.id)) {
        const counts = figuresBesideOk(job);
        if (counts.length === 0) continue;
        if (how === 'bell') terminal.bell();
        if (how === 'message') terminal.notify(`circusman: ${job.text}: ${counts.join(', ')}`);
      }
    }
  });
}
