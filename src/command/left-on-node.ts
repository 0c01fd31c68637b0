import type {StartedProcess} from '../model/ending.js';
import type {Outcome} from '../model/job.js';
import {processNames} from '../wording/processes.js';
import type {Run} from './command.js';
import {ANSWER} from './patience.js';
import {GRACE, LOOK_AGAIN} from './started-processes.js';
import {quoteName} from './tokens.js';

/** What lives on of what watchers' processes had started, by the watcher's name, also of watchers that are gone. */
export type Left = ReadonlyMap<string, readonly StartedProcess[]>;

/** What lives on there now; null: the node cannot tell, as a stock circusd; a reason: it did not. */
export async function leftThere({ports, target, signal}: Run): Promise<Left | null | string> {
  if (ports.state().nodes.get(target.node)?.hasPackage === false) return null;
  const asked = await ports.call(target.node, 'health', {}, {timeout: ANSWER, signal});
  // A stock circusd refuses it.
  if (asked.kind === 'refused') return null;
  if (asked.kind !== 'reply') return asked.reason;
  const left = [...asked.reply].map(
    ([name, {orphans, orphanNames}]) =>
      [name, orphans.map(pid => ({pid, name: orphanNames?.get(pid) ?? null}))] as const,
  );
  return new Map(left.filter(([, processes]) => processes.length > 0));
}

/** Waits a little for what lives on there since `before` to end by itself. @returns what does not; a reason: the node did not tell */
export async function leftSince(run: Run, before: Left): Promise<Left | string> {
  const {ports, signal} = run;
  const now = () => ports.clock().monotonic;
  const end = now() + GRACE;
  for (;;) {
    const there = await leftThere(run);
    if (there === null || typeof there === 'string') return there ?? 'it does not tell any more';
    const left = without(there, before);
    const wait = Math.min(LOOK_AGAIN, end - now());
    if (left.size === 0 || wait <= 0 || signal.aborted) return left;
    const seconds = Math.ceil((end - now()) / 1_000);
    run.report({type: 'waits', for: `${processNames(all(left))} to end as well (${seconds} s)`, pids: []});
    await ports.until(() => false, wait, signal);
  }
}

function without(left: Left, before: Left): Left {
  const isNew = (name: string) => {
    const known = new Set(before.get(name)?.map(({pid}) => pid));
    return (one: StartedProcess) => !known.has(one.pid);
  };
  const fresh = [...left].map(([name, processes]) => [name, processes.filter(isNew(name))] as const);
  return new Map(fresh.filter(([, processes]) => processes.length > 0));
}

function all(left: Left): readonly StartedProcess[] {
  return [...left.values()].flat();
}

/** The outcome of what was `ok` but for what lives on. @param when a condition of the remedy: "once circusd runs again"; empty: none */
export function withLeftOnNode(outcome: Outcome, left: Left, when = ''): Outcome {
  if (left.size === 0) return outcome;
  const parts = [...left].map(([name, processes]) => {
    const [run, they] = processes.length === 1 ? ['runs', 'it'] : ['run', 'them'];
    return `${processNames(processes)} that ${name} had started still ${run}: adopt --kill ${quoteName(name)} ends ${they}${when}`;
  });
  const did = outcome.reason === null ? '' : `${outcome.reason}, but `;
  return {...outcome, kind: 'failed', orphans: all(left), reason: `${did}${parts.join('; ')}`};
}
