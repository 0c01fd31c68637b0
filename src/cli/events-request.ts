import {MOMENTS_THERE_ARE, parseMoment} from '../model/moment.js';
import type {CommandLine} from './command-line.js';
import {UsageError} from './usage-error.js';

/** How `events` was asked to work. */
export interface EventsOptions {
  readonly isJson: boolean;
  /** Goes on with what happens from now on. */
  readonly isFollowing: boolean;
  /** Milliseconds since 1970; null: from the oldest that is kept, and without an end. */
  readonly since: number | null;
  readonly until: number | null;
}

/** @param now milliseconds since 1970 */
export function readEvents({flags}: Pick<CommandLine, 'flags'>, now: number): EventsOptions {
  const moment = (name: string): number | null => {
    const typed = flags.get(name)?.at(-1);
    if (typed === undefined) return null;
    const read = parseMoment(typed, now);
    if (read === null) throw new UsageError(`--${name}: "${typed}" is no time: ${MOMENTS_THERE_ARE}`);
    return read;
  };
  return {
    isJson: flags.has('json'),
    isFollowing: flags.has('follow'),
    since: moment('since'),
    until: moment('until'),
  };
}
