import type {EventFact} from '../model/facts.js';
import type {Exit} from '../model/watcher.js';

/** How a process ended, and which signals were sent to it before. Times are seconds on the node's clock. */
export interface ProcessEnd {
  readonly pid: number;
  /** When circusd sent it a signal to end: SIGTERM, and the SIGKILL after it. */
  readonly signalledAt: readonly number[];
  /** Whether this circusman sent it signal 9. */
  readonly isForced: boolean;
  /** Null: it has not been collected yet. */
  readonly collected: {readonly at: number; readonly exit: Exit | null} | null;
}

/** So many processes are remembered of a watcher. */
const KEPT = 64;
/** Signals to end that are kept of a process: a stop sends no more. */
const SIGNALS_KEPT = 8;
const SIGKILL = 9;

/** The processes that were asked to end, or have ended, after one more event. */
export function withEnd(ends: readonly ProcessEnd[], fact: EventFact): readonly ProcessEnd[] {
  switch (fact.type) {
    case 'process-spawned':
      return ends.some(({pid}) => pid === fact.pid) ? ends.filter(({pid}) => pid !== fact.pid) : ends;
    case 'process-killed': {
      const end = endOf(ends, fact.pid);
      return replaced(ends, {...end, signalledAt: [...end.signalledAt, fact.nodeTime].slice(-SIGNALS_KEPT)});
    }
    case 'process-reaped':
      return replaced(ends, {...endOf(ends, fact.pid), collected: {at: fact.nodeTime, exit: fact.exit}});
    case 'signal-sent':
      if (fact.signal !== SIGKILL) return ends;
      return (fact.pids ?? []).reduce((all, pid) => replaced(all, {...endOf(all, pid), isForced: true}), ends);
    default:
      return ends;
  }
}

function endOf(ends: readonly ProcessEnd[], pid: number): ProcessEnd {
  return ends.find(end => end.pid === pid) ?? {pid, signalledAt: [], isForced: false, collected: null};
}

function replaced(ends: readonly ProcessEnd[], end: ProcessEnd): readonly ProcessEnd[] {
  return [...ends.filter(({pid}) => pid !== end.pid), end].slice(-KEPT);
}
