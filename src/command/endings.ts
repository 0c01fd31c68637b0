import {type Crash, endOf, recentCrashes} from '../model/crashes.js';
import {formatExit} from '../model/display-state.js';
import type {Exit} from '../model/watcher.js';
import type {WatcherRow} from '../store/state.js';
import type {Run} from './command.js';
import {watcherRow} from './target-row.js';

/** How processes ended, by pid, as far as their circusd told; null: it told that they did, and not how. */
export type Endings = ReadonlyMap<number, Exit | null>;

/** Milliseconds. */
const ANSWER = 5_000;
/** circusd's event of an end comes so long after its look at the latest. */
const TOLD_AFTER = 1_500;

/**
 * How processes ended that the node lists no more: circusd looks for ended ones now and then, and its event tells of each.
 * Waits until it has looked, at the longest until `deadline` (monotonic ms).
 */
export async function endingsOf(
  run: Run,
  watcher: string,
  pids: readonly number[],
  deadline: number,
): Promise<Endings> {
  const {ports, signal, target} = run;
  const now = () => ports.clock().monotonic;
  const told = () => toldEndings(watcherRow(run, watcher), pids);
  if (told().size === pids.length) return told();
  run.report({type: 'sent'});
  run.report({type: 'waits', for: `its circusd to tell how ${pids.join(', ')} ended`, pids: []});
  const began = now();
  const asked = await ports.call(target.node, 'endpoints', {}, {timeout: ANSWER, signal});
  const delay = asked.kind === 'reply' ? asked.reply.checkDelay : 0;
  const end = Math.min(began + delay + TOLD_AFTER, deadline);
  await ports.until(() => told().size === pids.length, end - now(), signal);
  return told();
}

function toldEndings(row: WatcherRow | null, pids: readonly number[]): Endings {
  const endings = new Map<number, Exit | null>();
  for (const pid of pids) {
    const crash = row === null ? null : endOf(row.crashes, pid);
    if (row?.done.has(pid)) endings.set(pid, {code: 0, signal: null});
    else if (crash !== null) endings.set(pid, crash.exit);
    else if (row !== null && isOnlyEnd(row)) endings.set(pid, row.lastExit);
  }
  return endings;
}

/** Whether what the node itself tells of the last end since the start can be about one process only: where no event came. */
function isOnlyEnd({health, lastExit, options}: WatcherRow): boolean {
  return health !== null && lastExit !== null && options?.respawns === false && options.wanted === 1;
}

/** "process 7 exited 3", "processes 7, 8 were killed SIGKILL"; where nobody told: "ended". */
export function endText(pids: readonly number[], exit: Exit | null): string {
  const [who, was] = pids.length === 1 ? ['process', 'was'] : ['processes', 'were'];
  const how = exit === null ? 'ended' : exit.signal === null ? formatExit(exit) : `${was} ${formatExit(exit)}`;
  return `${who} ${pids.join(', ')} ${how}`;
}

/** ", as 3 before it in five minutes": what the end of a process was not the first of; empty: the first that is known. */
export function earlierText(row: WatcherRow | null, pids: readonly number[]): string {
  const isOwn = ({ends}: Crash) => ends.some(({pid}) => pids.includes(pid));
  const last = row?.crashes.seen.findLast(isOwn);
  if (row === null || last === undefined) return '';
  const before = recentCrashes(row, last.at) - row.crashes.seen.filter(isOwn).length;
  return before <= 0 ? '' : `, as ${before} before it in five minutes`;
}
