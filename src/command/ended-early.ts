import {type Crash, endOf, recentCrashes} from '../model/crashes.js';
import type {Outcome} from '../model/job.js';
import {type Exit, hasDoneItsWork, type WatcherOptions, type WatcherState} from '../model/watcher.js';
import type {WatcherRow} from '../store/state.js';
import {crashWindow} from '../wording/crash-window.js';
import {formatExit} from '../wording/display-state.js';
import type {Run} from './command.js';
import {observeUntil, type Seen} from './end-state.js';
import {failed, ok, unknown} from './outcomes.js';
import {ANSWER} from './patience.js';
import {watcherRow} from './target-watcher.js';

/** circusd publishes the event of an end at the latest so long after it looked for ended processes. */
const EVENT_AFTER = 1_500;
/** circusd stops a watcher without `respawn` so soon after its last process ended. */
const STOPPED_WITHIN = 3_000;

/** Processes that were started, or ran already, and that are not all listed afterwards. */
interface EndedEarly {
  readonly alive: readonly number[];
  readonly ended: readonly number[];
  /** Whether the command changed something. */
  readonly changed: boolean;
  /** Monotonic ms: the end of the whole command. */
  readonly deadline: number;
}

/** The outcome where nothing starts others for those that ended (`respawn` is off): their exit says whether they did their work. */
export async function doneOrFailed(
  run: Run,
  watcher: string,
  {alive, ended, changed, deadline}: EndedEarly,
  options: WatcherOptions,
): Promise<Outcome> {
  const exits = await exitsOf(run, watcher, ended, deadline);
  const isOver = (seen: Seen) => alive.length > 0 || seen.state === 'stopped';
  const state = (await observeUntil(run, watcher, isOver, run.ports.clock().monotonic + STOPPED_WITHIN))?.state ?? null;
  const rest = alive.length === 0 ? '' : `; ${alive.join(', ')} ${alive.length === 1 ? 'runs' : 'run'}`;
  const bad = ended.find(pid => exits.get(pid) != null && !hasDoneItsWork(exits.get(pid) ?? null, options));
  if (bad !== undefined) return failed(`${endText([bad], exits.get(bad) ?? null)}${rest}`, {sent: true, state});
  const unexplained = ended.filter(pid => exits.get(pid) == null);
  if (unexplained.length > 0) {
    return {...unknown(`${endText(unexplained, null)}, and nobody told how${rest}`), state};
  }
  const done = changed ? 'done, exit 0' : `was done, exit 0, as this came: start ${watcher} again to run it anew`;
  const reason = alive.length === 0 ? done : `${ended.length} of ${ended.length + alive.length} done, exit 0`;
  return ok({changed, state, pids: alive, reason});
}

interface Crashed {
  readonly state: WatcherState;
  /** Whether the command itself started some of the processes. */
  readonly hasStarted: boolean;
}

/** The outcome where circusd starts others for those that ended, which end as well. */
export async function crashed(
  run: Run,
  watcher: string,
  {ended, deadline}: EndedEarly,
  {state, hasStarted}: Crashed,
): Promise<Outcome> {
  const exits = await exitsOf(run, watcher, ended, deadline);
  const exit = ended.map(pid => exits.get(pid) ?? null).find(each => each !== null) ?? null;
  const when = hasStarted ? ' right after its start' : '';
  const earlier = earlierText(watcherRow(run, watcher), ended);
  return failed(`${endText(ended, exit)}${when}${earlier}`, {sent: true, state});
}

/** How processes ended, by pid, as far as circusd reported it; null: it reported that they did, but not how. */
type Exits = ReadonlyMap<number, Exit | null>;

/**
 * How processes ended that the node does not list any more. circusd looks for ended processes at intervals and publishes an event
 * for each: this waits until it has looked, and never longer than until `deadline` (monotonic ms).
 */
async function exitsOf(run: Run, watcher: string, pids: readonly number[], deadline: number): Promise<Exits> {
  const {ports, signal, target} = run;
  const now = () => ports.clock().monotonic;
  const reported = () => reportedExits(watcherRow(run, watcher), pids);
  if (reported().size === pids.length) return reported();
  run.report({type: 'sent'});
  run.report({type: 'waits', for: `its circusd to tell how ${pids.join(', ')} ended`, pids: []});
  const began = now();
  const asked = await ports.call(target.node, 'endpoints', {}, {timeout: ANSWER, signal});
  const delay = asked.kind === 'reply' ? asked.reply.checkDelay : 0;
  const end = Math.min(began + delay + EVENT_AFTER, deadline);
  await ports.until(() => reported().size === pids.length, end - now(), signal);
  return reported();
}

function reportedExits(row: WatcherRow | null, pids: readonly number[]): Exits {
  const exits = new Map<number, Exit | null>();
  for (const pid of pids) {
    const crash = row === null ? null : endOf(row.crashes, pid);
    if (row?.done.has(pid)) exits.set(pid, {code: 0, signal: null});
    else if (crash !== null) exits.set(pid, crash.exit);
    else if (row !== null && isOnlyEnd(row)) exits.set(pid, row.lastExit);
  }
  return exits;
}

/** Whether the last exit that the node reports since the start can only be this process's, which stands in for an event that did not come. */
function isOnlyEnd({health, lastExit, options}: WatcherRow): boolean {
  return health !== null && lastExit !== null && options?.respawns === false && options.wanted === 1;
}

/** "process 7 exited 3", "processes 7, 8 were killed SIGKILL"; where it is not known: "ended". */
function endText(pids: readonly number[], exit: Exit | null): string {
  const [who, was] = pids.length === 1 ? ['process', 'was'] : ['processes', 'were'];
  const how = exit === null ? 'ended' : exit.signal === null ? formatExit(exit) : `${was} ${formatExit(exit)}`;
  return `${who} ${pids.join(', ')} ${how}`;
}

/** ", as 3 before it in five minutes": how often its processes ended before; empty: this is the first end that is known. */
function earlierText(row: WatcherRow | null, pids: readonly number[]): string {
  const isOwn = ({ends}: Crash) => ends.some(({pid}) => pids.includes(pid));
  const last = row?.crashes.seen.findLast(isOwn);
  if (row === null || last === undefined) return '';
  const before = recentCrashes(row, last.at) - row.crashes.seen.filter(isOwn).length;
  return before <= 0 ? '' : `, as ${before} before it in ${crashWindow(row)}`;
}
