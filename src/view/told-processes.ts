import type {ToldProcess} from '../model/node-details.js';
import type {Instant} from '../model/time.js';
import {clockOffset} from '../store/reduce-link.js';
import type {NodeRow, WatcherRow} from '../store/state.js';
import {NOTHING_KNOWN, type Used} from './node-columns.js';

/** A process as the screen of its node shows it; `started`: seconds after the machine's boot, null where the node does not tell it. */
export interface ShownProcess {
  readonly pid: number;
  readonly started: number | null;
  readonly depth: number;
  readonly name: string;
  readonly used: Used;
}

/** Of a node that sends no samples: what circusd-stats sends of the watcher's processes, and what circus tells when it is asked. */
export function toldProcesses(
  row: NodeRow,
  watcher: WatcherRow,
  told: readonly ToldProcess[],
  now: Instant,
): readonly ShownProcess[] {
  const second = (now.wall + (clockOffset(row)?.offset ?? 0)) / 1_000;
  const shown = ({pid, program, memory, startedAt}: ToldProcess, depth: number): ShownProcess => {
    const sent = watcher.processes.get(pid);
    const age = startedAt === null ? null : Math.max(0, second - startedAt);
    const used = {...NOTHING_KNOWN, cpu: sent?.cpu ?? null, memory: sent?.memory ?? memory, age};
    return {pid, started: null, depth, name: program ?? '', used};
  };
  return [...watcher.processes.keys()].flatMap(pid => {
    const own = told.find(process => process.pid === pid && process.parent === null);
    const unknown = {pid, parent: null, program: null, memory: null, startedAt: null};
    const children = told.filter(({parent}) => parent === pid);
    return [shown(own ?? unknown, 0), ...children.map(child => shown(child, 1))];
  });
}
