import type {ParseContext} from '../command/parse.js';
import type {FilePort} from '../command/run.js';

/** What the commands of a file are read against: it means the same whatever is marked on the screen. */
export function inFile(context: ParseContext): ParseContext {
  return {...context, marked: null, files: NO_OTHER};
}

/** What a file has of files: one that began itself would have no end. */
const NO_OTHER: FilePort = {
  open: () => REFUSED,
  dryRun: () => REFUSED,
  exportJobs: () => {},
  stop: () => false,
};
const REFUSED = 'a file begins no other file';
