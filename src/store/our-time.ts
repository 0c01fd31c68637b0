import type {Instant} from '../model/time.js';
import {clockOffset} from './reduce-link.js';
import type {NodeRow} from './state.js';

/** A moment of the node's clock, in seconds, by ours; never later than that it was told. */
export function ourTime(row: NodeRow, nodeTime: number, told: Instant): Instant {
  const wall = nodeTime * 1_000 - (clockOffset(row)?.offset ?? 0);
  const ago = Math.max(0, told.wall - wall);
  return {monotonic: told.monotonic - ago, wall: told.wall - ago};
}
