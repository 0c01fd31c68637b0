import {formatBytes} from '../model/figures.js';
import type {NodeInfo} from '../model/service.js';
import type {Instant} from '../model/time.js';
import {formatAge} from './display-state.js';

/** Of a node where `isOtherMachine` is true. */
export const OTHER_MACHINE = 'another machine answers here than before';

/** What is older than this many ms is said with its age: it is asked for twice in that time, and no answer came. */
const FRESH = 30_000;

/** "load 0.52 on 2 cores, 12.1G of 24.0G memory free"; ", 5min ago" where the node has not reported it lately. */
export function machineText({load, cores, memory}: NodeInfo, reportedAt: Instant | null, now: Instant): string {
  const age = reportedAt === null ? 0 : now.monotonic - reportedAt.monotonic;
  const [free, all] = [memory.available, memory.total].map(formatBytes);
  const ago = age < FRESH ? '' : `, ${formatAge(age)} ago`;
  return `load ${load.toFixed(2)} on ${cores} core${cores === 1 ? '' : 's'}, ${free} of ${all} memory free${ago}`;
}
