import type {Job, JobTarget} from '../model/job.js';
import {isOk} from './selectors.js';

/** Those targets of a dry run for which it found something to do. */
export function changeable(job: Job): readonly JobTarget[] {
  return job.isDryRun ? job.targets.filter(target => isOk(target) && hasWork(target)) : [];
}

function hasWork({data}: JobTarget): boolean {
  if (data === null) return false;
  if ('dryRun' in data) return data.files.some(file => file.state !== 'unchanged');
  return 'folders' in data && data.folders.length > 0;
}
