import type {LastStop, StartedProcess} from '../model/ending.js';
import type {Outcome} from '../model/job.js';
import {processNames} from '../wording/processes.js';
import type {Run} from './command.js';
import {ANSWER} from './patience.js';
import {watcherRow} from './target-watcher.js';
import {quoteName} from './tokens.js';

/** A process that ends only after its parent gets this long, and never longer than its watcher's own graceful timeout… */
export const GRACE = 5_000;
/** …but this long in any case. */
const LEAST_GRACE = 1_000;
/** The node repeats an answer for half a second. */
export const LOOK_AGAIN = 510;
/** circusd answers an error if a process ends while it is being described. */
const TRIES = 3;
/** circus's own default. */
const GRACEFUL_TIMEOUT = 30_000;

/** What was done to a watcher. */
export type Did = 'stopped' | 'restarted' | 'removed';

/** Milliseconds that what outlives its watcher's processes gets to end by itself. */
export function graceOf(patience: number): number {
  return Math.max(LEAST_GRACE, Math.min(GRACE, patience));
}

/** What a watcher's processes had started, noted before they were stopped. */
export type Noted =
  /** The node itself follows what they start, and reports afterwards what still runs; `orphans`, `lastStop`: what it reported before. */
  | {
      readonly kind: 'followed';
      readonly orphans: readonly number[];
      readonly lastStop: LastStop | null;
      /** Milliseconds: its graceful timeout. */
      readonly patience: number;
    }
  /** A stock node reports what they have started directly, but never afterwards whether that still runs. */
  | {readonly kind: 'listed'; readonly pids: readonly number[]; readonly started: readonly StartedProcess[]}
  | {readonly kind: 'unknown'};

/** Asks the node what the watcher's processes have started. To be called just before they are stopped: it is not cheap. */
export async function noteStarted(run: Run, watcher: string): Promise<Noted> {
  const {ports, target, signal} = run;
  const options = {timeout: Math.min(ANSWER, ports.timeout ?? ANSWER), signal};
  if (ports.state().nodes.get(target.node)?.hasPackage !== false) {
    const asked = await ports.call(target.node, 'health', {}, options);
    const health = asked.kind === 'reply' ? asked.reply.get(watcher) : undefined;
    if (asked.kind === 'unsent' || asked.kind === 'lost') return {kind: 'unknown'};
    if (health?.lastStop !== undefined) {
      const patience = watcherRow(run, watcher)?.options?.gracefulTimeout ?? GRACEFUL_TIMEOUT;
      return {kind: 'followed', orphans: health.orphans, lastStop: health.lastStop, patience};
    }
  }
  for (let tries = 0; tries < TRIES; tries++) {
    const listed = await ports.call(target.node, 'children', {watcher}, options);
    if (listed.kind === 'reply') return {kind: 'listed', ...listed.reply};
    if (listed.kind !== 'refused') break;
  }
  return {kind: 'unknown'};
}

/** What a node that follows what its watchers start reports after a stop: what still runs, and how processes ended. */
interface Aftermath {
  /** What still runs although it had time to end; `isNew`: it was started by what this command has ended. */
  readonly left: readonly (StartedProcess & {readonly isNew: boolean})[];
  readonly lastStop: LastStop | null;
}

/** Waits a little for what the watcher's processes had started to end by itself. @returns the reason, if the node did not report it */
export async function aftermath(
  run: Run,
  watcher: string,
  did: Did,
  noted: Extract<Noted, {kind: 'followed'}>,
  hasTime: boolean,
): Promise<Aftermath | string> {
  const {ports, target, signal} = run;
  const now = () => ports.clock().monotonic;
  const patience = watcherRow(run, watcher)?.options?.gracefulTimeout ?? noted.patience;
  const end = now() + (hasTime ? graceOf(patience) : 0);
  for (;;) {
    const asked = await ports.call(target.node, 'health', {}, {timeout: ANSWER, signal});
    if (asked.kind !== 'reply') return asked.reason;
    const health = asked.reply.get(watcher);
    // One that was removed is reported only while something of it runs.
    if (health === undefined && did !== 'removed') return 'the watcher is not there any more';
    const left = (health?.orphans ?? []).map(pid => ({
      pid,
      name: health?.orphanNames?.get(pid) ?? null,
      isNew: !noted.orphans.includes(pid),
    }));
    const fresh = left.filter(({isNew}) => isNew);
    const wait = Math.min(LOOK_AGAIN, end - now());
    if (fresh.length === 0 || wait <= 0 || signal.aborted) return {left, lastStop: health?.lastStop ?? null};
    const seconds = Math.ceil((end - now()) / 1_000);
    run.report({type: 'waits', for: `${processNames(fresh)}, started by it, to end as well (${seconds} s)`, pids: []});
    await ports.until(() => false, wait, signal);
  }
}

/** Adds what still runs to the outcome of a stop or restart, which then is not `ok`. After a restart only what this restart left counts. */
export function withLeft(outcome: Outcome, did: Did, watcher: string, {left}: Aftermath): Outcome {
  const fresh = left.filter(({isNew}) => isNew);
  const named = fresh.length > 0 || did === 'restarted' || outcome.kind !== 'ok' ? fresh : left;
  if (named.length === 0) return outcome;
  const who =
    fresh.length > 0
      ? `${processNames(fresh)} that it had started`
      : `orphan${left.length === 1 ? '' : 's'} ${processNames(left)}`;
  const they = named.length === 1 ? 'runs' : 'run';
  const still = `${who} still ${they}; adopt --kill ${quoteName(watcher)} ends ${named.length === 1 ? 'it' : 'them'}`;
  const orphans = left.map(({pid, name}) => ({pid, name}));
  if (outcome.kind !== 'ok') {
    // The node itself may have named them when it refused the start.
    const isSaid = named.some(({pid}) => outcome.reason?.includes(`orphan ${pid} `));
    return {...outcome, orphans, reason: isSaid ? outcome.reason : `${outcome.reason}; ${still}`};
  }
  const how = outcome.reason === null ? '' : ` (${outcome.reason})`;
  return {...outcome, kind: 'failed', orphans, reason: `${did}${how}, but ${still}`};
}

/** The same on a node that cannot report whether what was noted still runs. */
export function withUncertain(outcome: Outcome, did: string, noted: Exclude<Noted, {kind: 'followed'}>): Outcome {
  if (outcome.kind !== 'ok' || outcome.changed === false) return outcome;
  if (noted.kind === 'listed' && noted.started.length === 0) return outcome;
  const who = noted.kind === 'listed' ? `${processNames(noted.started)} that it had started` : 'what it had started';
  const how = outcome.reason === null ? '' : ` (${outcome.reason})`;
  const verb = noted.kind === 'listed' && noted.started.length > 1 ? 'have' : 'has';
  const nobody =
    noted.kind === 'listed'
      ? `a stock circusd cannot tell: ps -p ${noted.started.map(({pid}) => pid).join(',')} there does`
      : 'the node did not tell';
  const reason = `${did}${how}, but whether ${who} ${verb} ended ${nobody}`;
  return {...outcome, kind: 'unknown', reason};
}
