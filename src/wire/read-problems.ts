import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {ProtocolError} from './errors.js';

/** Reports what could not be read from a node, once a call and connection: a garbled stream fails with every message. */
export interface ReadProblems {
  /** @param call the circus command, or what else was read */
  readonly report: (call: string, reason: string) => void;
  /** @returns what it read; null: it threw a ProtocolError, which is reported */
  readonly attempt: <T>(call: string, read: () => T) => T | null;
  /** The connection is gone: the next one reports anew. */
  readonly clear: () => void;
}

interface ReadProblemsOptions {
  readonly node: NodeId;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
}

export function createReadProblems({node, clock, emit}: ReadProblemsOptions): ReadProblems {
  const reported = new Set<string>();

  function report(call: string, reason: string): void {
    if (reported.has(call)) return;
    reported.add(call);
    emit([{type: 'read-failed', at: clock(), node, call, reason}]);
  }

  return {
    report,
    attempt: (call, read) => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        report(call, error.message);
        return null;
      }
    },
    clear: () => reported.clear(),
  };
}
