import type {Instant} from '../model/time.js';
import type {WatcherRow} from './state.js';

/**
 * Seconds since the newest of its processes was started, by its node's own word, else as far as it was seen to start. Null: that is
 * not known, or none runs.
 */
export function uptimeOf({figures, spawnedAt, processes}: WatcherRow, now: Instant): number | null {
  if (figures !== null) return figures.uptime;
  if (spawnedAt === null || processes.size === 0) return null;
  return Math.max(0, now.monotonic - spawnedAt.monotonic) / 1_000;
}
