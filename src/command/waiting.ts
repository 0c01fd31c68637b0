import type {WatcherRow} from '../store/state.js';
import type {Run} from './command.js';
import type {Progress} from './ports.js';

/** What a command waits for; `pids`: what force would end. */
type Waiting = Omit<Extract<Progress, {type: 'waits'}>, 'type'>;

/** Waits for no process. */
export const NOTHING: Waiting = {for: null, pids: []};

/** Waits for these processes to end, which force may hasten. */
export function endOf(row: WatcherRow | null, pids: readonly number[]): Waiting {
  if (pids.length === 0) return NOTHING;
  const patience = row?.options == null ? '' : `, killed after ${row.options.gracefulTimeout / 1_000} s`;
  return {for: `${pids.slice(0, 3).join(', ')}${pids.length > 3 ? ' …' : ''} to end${patience}`, pids};
}

/** For a call's `onWait`: reports what the call waits for, and when it waits no longer, what the command itself waits for. */
export function reportWaits(run: Run, own: Waiting): (waitsFor: string | null) => void {
  return waitsFor => run.report({type: 'waits', ...(waitsFor === null ? own : {for: waitsFor, pids: []})});
}

/** The same, and since when (monotonic ms) circusd can have been at it: while its lock was held by another command it was not. */
export function timeWaits(
  run: Run,
  own: Waiting,
): {readonly onWait: (waitsFor: string | null) => void; readonly since: () => number} {
  let since = run.ports.clock().monotonic;
  const report = reportWaits(run, own);
  return {
    onWait: waitsFor => {
      since = run.ports.clock().monotonic;
      report(waitsFor);
    },
    since: () => since,
  };
}
