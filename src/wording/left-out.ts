import {formatCount} from '../model/figures.js';
import type {NodeRow} from '../store/state.js';

/** "1,240,000 events left out", "more than 1,240,000 events left out". */
export function leftOutText({count, isMore}: NonNullable<NodeRow['leftOut']>): string {
  return `${isMore ? 'more than ' : ''}${formatCount(count)} ${count === 1 ? 'event' : 'events'} left out`;
}
