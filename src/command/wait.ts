import {parseDuration} from '../model/duration.js';
import type {Outcome} from '../model/job.js';
import {isNear} from '../model/near.js';
import type {WatcherRow} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import {type Argument, type CommandOption, preparing, type Run, type TargetCommand} from './command.js';
import {isRunning, isStopped, observe, type Seen, timedOut} from './end-state.js';
import {cancelled, failed, ok, unknown} from './outcomes.js';
import {misused, type Result} from './plan.js';
import {notReady} from './ready.js';
import {readinessOf} from './start-fate.js';
import {watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';

/** What a watcher can be waited for to be. `running`: ready or not. */
const CONDITIONS = ['running', 'ready', 'stopped'] as const;
type Condition = (typeof CONDITIONS)[number];

const CONDITION: Argument = {
  name: 'condition',
  kind: 'choice',
  choices: CONDITIONS,
  isOptional: false,
  isMany: false,
};

const TIMEOUT: CommandOption = {
  name: 'timeout',
  value: 'TIME',
  isMany: false,
  summary: 'How long at most (usually 60s)',
};

/** Milliseconds. */
const USUAL_TIMEOUT = 60_000;
/** How often a node is asked at most that does not say yet what the store does. */
const ASK_AGAIN = 500;
/** How long an answer may take that comes when the time is over. */
const LAST_ANSWER = 1_000;

interface Awaited {
  readonly condition: Condition;
  /** Milliseconds; null: as usual. */
  readonly timeout: number | null;
}

/** Waits until watchers are in a state; it asks circus for `status` and `list`, and `ok` is what the node itself has answered. */
export const wait: TargetCommand = preparing<Awaited>({
  name: 'wait',
  summary: 'Wait until watchers are running (ready or not), ready, or stopped',
  args: [{name: 'watcher', kind: 'watcher', isOptional: false, isMany: false}, CONDITION],
  options: [TIMEOUT],
  takesOn: true,
  scope: 'reading',
  effect: 'read',
  plan: (args, context) => {
    const awaited = readAwaited(args);
    if (!awaited.ok) return awaited;
    const planned = planWatchers(wait, args, context);
    return planned.ok ? {ok: true, value: {...planned.value, prepared: awaited.value}} : planned;
  },
  run: run => withWatcher(run, awaitCondition),
  endsWhenCancelled: true,
});

function readAwaited({operands, options}: Arguments): Result<Awaited> {
  const word = operands.get(CONDITION.name)?.[0];
  const condition = CONDITIONS.find(known => known === word?.text);
  if (condition === undefined) return misused(unknownCondition(word), word?.at ?? 0);
  const time = options.get(TIMEOUT.name)?.[0];
  const timeout = time === undefined ? null : parseDuration(time.text);
  if (time !== undefined && timeout === null) return misused(`"${time.text}" is no time, such as 60s`, time.at);
  return {ok: true, value: {condition, timeout}};
}

function unknownCondition(word: Token | undefined): string {
  const near = CONDITIONS.find(known => isNear(known, word?.text ?? ''));
  const hint = near === undefined ? `it is ${CONDITIONS.join(', ')}` : `did you mean ${near}?`;
  return `"${word?.text ?? ''}" is nothing to wait for: ${hint}`;
}

async function awaitCondition(run: Run<Awaited>, watcher: string): Promise<Outcome> {
  const {ports, plan} = run;
  const {condition, timeout} = plan.prepared;
  const now = () => ports.clock().monotonic;
  const end = now() + (timeout ?? ports.timeout ?? USUAL_TIMEOUT);
  const signal = AbortSignal.any([run.signal, run.cancelled]);
  if (condition === 'ready' && (await readinessOf(run, watcher))?.within === null) {
    return failed('it has no readiness check here: wait for running instead', {sent: false});
  }
  let isFirst = true;
  for (;;) {
    const row = watcherRow(run, watcher);
    const isOver = now() >= end;
    // The store follows the node; what it does not know yet the node is not asked again and again.
    const asks = isFirst || isOver || (row !== null && seemsSo(row, condition));
    const seen = asks ? await observe({...run, signal}, watcher, isOver ? LAST_ANSWER : undefined) : null;
    if (signal.aborted) return cancelled(`broken off while it waited for ${watcher} to be ${condition}`);
    const last = watcherRow(run, watcher);
    if (seen?.kind === 'reply' && isSo(seen.reply, last, condition)) {
      return ok({changed: null, state: seen.reply.state, pids: seen.reply.pids});
    }
    if (seen?.kind === 'refused') return failed(seen.reason, {sent: true});
    if (isOver)
      return seen?.kind === 'reply' ? late(seen.reply, last, condition) : unknown(seen?.reason ?? 'no answer');
    isFirst = false;
    run.report({
      type: 'waits',
      for: `it to be ${condition}${condition === 'ready' ? ` (${notReady(last)})` : ''}`,
      pids: [],
    });
    const again = asks && seen?.kind === 'reply' && last !== null && seemsSo(last, condition) ? ASK_AGAIN : end - now();
    await ports.until(
      state => (state.nodes.get(run.target.node)?.watchers.get(watcher) ?? null) !== last,
      Math.min(again, end - now()),
      signal,
    );
  }
}

/** Whether the store has it so: then the node is asked. */
function seemsSo(row: WatcherRow, condition: Condition): boolean {
  switch (condition) {
    case 'running':
    case 'stopped':
      return row.state === condition;
    case 'ready':
      return row.ready === true;
  }
}

function isSo(seen: Seen, row: WatcherRow | null, condition: Condition): boolean {
  switch (condition) {
    case 'running':
      return isRunning(seen);
    case 'ready':
      return isRunning(seen) && row?.ready === true;
    case 'stopped':
      return isStopped(seen);
  }
}

/** What it is instead. */
function late(seen: Seen, row: WatcherRow | null, condition: Condition): Outcome {
  const outcome = timedOut(seen);
  if (condition === 'ready' && isRunning(seen)) return {...outcome, reason: notReady(row)};
  if (condition === 'stopped' && seen.state === 'stopped') {
    return {...outcome, reason: `it is stopped, and still has processes: ${seen.pids.join(', ')}`};
  }
  if (condition === 'running' && seen.state === 'running') return {...outcome, reason: 'it has no process'};
  return outcome;
}
