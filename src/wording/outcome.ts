import {formatDuration} from '../model/duration.js';
import type {EndAfterwards, Outcome} from '../model/job.js';
import {formatExit} from './display-state.js';

/** What came of a target, for people: "ok", "ok, unchanged (was stopped)", "timed out after 30 s: it is stopping instead". */
export function outcomeText(outcome: Outcome, ms: number): string {
  const because = outcome.reason === null ? '' : `: ${outcome.reason}`;
  switch (outcome.kind) {
    case 'ok': {
      const unchanged = outcome.changed === false ? ', unchanged' : '';
      return outcome.reason === null ? `ok${unchanged}` : `ok${unchanged} (${outcome.reason})`;
    }
    case 'failed':
      return `failed${because}`;
    case 'timed-out':
      return `timed out after ${formatDuration(ms)}${because}`;
    case 'unknown':
    case 'skipped':
    case 'cancelled':
      return `${outcome.kind}${because}`;
  }
}

/** "exited 3 after 2 s", "ended at once". */
export function afterwardsText({exit, ms}: EndAfterwards): string {
  return `${exit === null ? 'ended' : formatExit(exit)} ${ms <= 0 ? 'at once' : `after ${formatDuration(ms)}`}`;
}
