import type {Force, LastStop} from '../model/ending.js';
import {signalName} from '../model/signals.js';
import type {WatcherOptions} from '../model/watcher.js';
import type {ProcessEnd} from '../store/process-ends.js';
import type {Run} from './command.js';
import {watcherRow} from './target-watcher.js';
import {knownOptions} from './watcher-options.js';

/** A stop or restart that was sent. */
export interface Course {
  /** The processes that there were before. */
  readonly pids: readonly number[];
  /** Milliseconds that circusd had for it, at most; null: its answer was lost. */
  readonly took: number | null;
}

/** How the processes ended. */
export interface Verdict {
  /** Null: nobody knows. */
  readonly forced: Force | false | null;
  /** Whether circus itself sent SIGKILL to each of them, and so to their children, too. */
  readonly isWhole?: boolean;
  /** For people; null: there is nothing to report. */
  readonly words: string | null;
}

/** Milliseconds: an event comes at most so long after its command's answer. */
const EVENT_AFTER = 1_000;
/** The same where circus cannot have killed: the event could only show that somebody else did. */
const EVENT_SOON = 150;
/** How far clocks may differ over the length of a graceful timeout. */
const INACCURACY = 300;
/** Seconds within which a process ends after circusd's SIGKILL. */
const KILLED_WITHIN = 5;
/** circusd counts a graceful timeout in steps of 100 ms; on a busy machine each step takes up to this factor longer. */
const SLOWER = 1.5;
/** Milliseconds. */
const LATE = 2_000;
const SIGKILL = 9;
const SIGTERM = 15;
/** circus's own default. */
const GRACEFUL_TIMEOUT = 30_000;

const GENTLY: Verdict = {forced: false, words: null};
const BY_OPERATOR: Verdict = {forced: {by: 'operator'}, words: 'forced: killed with signal 9'};
const BY_SETTING: Verdict = {forced: {by: 'circus'}, words: 'killed: SIGKILL is its stop_signal'};
const BY_OTHER: Verdict = {
  forced: {by: 'other'},
  words: 'killed by a SIGKILL that was not circus’s: somebody else’s, or the kernel’s for want of memory',
};

/** The verdict from what a node with the package reports about the stop. `of`: how many processes there were. */
export async function verdictOfNode(run: Run, watcher: string, stop: LastStop, of: number): Promise<Verdict> {
  const {killed, forced, ended} = stop;
  const below = ended.length === 0 ? null : descendantsEnded(ended.length - forced.length, forced.length);
  const own = await ofProcesses(
    run,
    watcher,
    killed.map(({by}) => by),
    stop.of ?? of,
  );
  const words = [own.words, below].filter(each => each !== null).join('; ');
  return {
    forced: own.forced === false && forced.length > 0 ? {by: 'circus'} : own.forced,
    words: words === '' ? null : words,
  };
}

function descendantsEnded(gently: number, killed: number): string {
  const count = (processes: number) => `${processes} process${processes === 1 ? '' : 'es'} that it had started`;
  if (killed === 0) return `${count(gently)} ended with it`;
  const killedText = `${count(killed)} killed: ${killed === 1 ? 'it' : 'they'} did not end by SIGTERM`;
  return gently === 0 ? killedText : `${killedText}; ${gently} more ended with it`;
}

/** The verdict from circusd's events; if there are none, from how long it took. */
export async function verdictOfEvents(run: Run, watcher: string, course: Course): Promise<Verdict> {
  const {ports, signal} = run;
  if (course.pids.length === 0) return GENTLY;
  const options = await knownOptions(run, watcher);
  const mayHaveKilled = course.took === null || course.took >= patienceOf(options);
  const collected = () => endsOf(run, watcher, course.pids);
  const patience = mayHaveKilled ? EVENT_AFTER : EVENT_SOON;
  await ports.until(() => collected().length === course.pids.length, patience, signal);
  const killers = collected().flatMap(end => {
    if (end.collected?.exit?.signal !== signalName(SIGKILL)) return [];
    if (end.isForced) return ['operator' as const];
    if (options?.stopSignal === SIGKILL) return ['setting' as const];
    return [isKilledByCircus(end, patienceOf(options)) ? ('circus' as const) : ('other' as const)];
  });
  if (killers.length === 0 && isForcedUnseen(run, watcher, course.pids)) return BY_OPERATOR;
  if (killers.length === 0 && collected().length < course.pids.length && mayHaveKilled) {
    return withoutEvents(course, options);
  }
  return ofProcesses(run, watcher, killers, course.pids.length);
}

/** Whether this circusman sent signal 9 to a process for whose end no event came. */
function isForcedUnseen(run: Run, watcher: string, pids: readonly number[]): boolean {
  const ends = watcherRow(run, watcher)?.ends ?? [];
  return ends.some(({pid, isForced, collected}) => isForced && collected === null && pids.includes(pid));
}

/** circusd sends SIGKILL when the time is over, and only then: so a stop that took just as long ended by SIGKILL. */
function withoutEvents({pids, took}: Course, options: WatcherOptions | null): Verdict {
  const patience = patienceOf(options);
  if (took === null || options === null || took > SLOWER * patience + LATE) {
    const after = took === null ? '' : `took ${seconds(took)}: `;
    const words = `${after}nobody told whether it ended by SIGKILL, as it does after ${seconds(patience)}`;
    return {forced: null, words};
  }
  const isOne = pids.length === 1;
  const who = isOne ? 'it did not end' : 'not all of them ended';
  const stopSignal = signalName(options.stopSignal ?? SIGTERM);
  const words = `killed after ${seconds(patience)}: ${who} by ${stopSignal}`;
  return {forced: {by: 'circus'}, isWhole: isOne, words};
}

/** The verdict from who sent each SIGKILL; if they differ, the most important one counts. */
async function ofProcesses(
  run: Run,
  watcher: string,
  killers: readonly LastStop['killed'][number]['by'][],
  of: number,
): Promise<Verdict> {
  const killed = killers.length;
  const share = of > 1 && killed < of ? `${killed} of ${of} processes ` : '';
  const verdict = (one: Verdict): Verdict => ({...one, words: `${share}${one.words}`});
  if (killers.includes('operator')) return verdict(BY_OPERATOR);
  if (killers.includes('other')) return verdict(BY_OTHER);
  if (killers.includes('setting')) return verdict(BY_SETTING);
  if (!killers.includes('circus')) return GENTLY;
  const options = await knownOptions(run, watcher);
  const stopSignal = signalName(options?.stopSignal ?? SIGTERM);
  const who = killed === 1 ? 'it' : 'they';
  const words = `killed after ${seconds(patienceOf(options))}: ${who} did not end by ${stopSignal}`;
  return {...verdict({forced: {by: 'circus'}, words}), isWhole: killers.length === of};
}

/** Whether circusd signalled it a second time when its time was over (that signal is SIGKILL), and it ended by that. */
function isKilledByCircus({signalledAt, collected}: ProcessEnd, patience: number): boolean {
  const last = signalledAt.at(-1);
  if (collected === null || last === undefined || collected.at - last > KILLED_WITHIN) return false;
  const since = signalledAt.slice(0, -1).map(at => (last - at) * 1_000);
  return since.some(ms => ms >= patience - INACCURACY && ms <= SLOWER * patience + LATE);
}

/** How the processes ended that circusd has collected. */
function endsOf(run: Run, watcher: string, pids: readonly number[]): readonly ProcessEnd[] {
  const ends = watcherRow(run, watcher)?.ends ?? [];
  return ends.filter(({pid, collected}) => pids.includes(pid) && collected !== null);
}

function patienceOf(options: WatcherOptions | null): number {
  return options?.gracefulTimeout ?? GRACEFUL_TIMEOUT;
}

/** "20 s", "0.5 s". */
function seconds(ms: number): string {
  return `${Number((ms / 1_000).toFixed(1))} s`;
}
