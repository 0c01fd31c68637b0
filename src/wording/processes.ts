import type {StartedProcess} from '../model/ending.js';
import {formatCount} from '../model/figures.js';

const NAMED = 3;

/** "6145 (java)", "6145 (java), 6146 (sh), 6147 (sh) and 12 more". */
export function processNames(processes: readonly StartedProcess[]): string {
  const named = processes.slice(0, NAMED).map(({pid, name}) => (name === null ? `${pid}` : `${pid} (${name})`));
  const more = processes.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** "orphan 3312 still runs", "orphans 3312, 3313 still run"; where at most two are to be named, "orphans 3312, 3313 and 12 more still run". */
export function orphansRun(pids: readonly number[], most = pids.length): string {
  const more = pids.length > most ? ` and ${formatCount(pids.length - most)} more` : '';
  return pids.length === 1
    ? `orphan ${pids[0]} still runs`
    : `orphans ${pids.slice(0, most).join(', ')}${more} still run`;
}
