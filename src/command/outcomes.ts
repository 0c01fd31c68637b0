import type {CallResult} from '../model/calls.js';
import type {Outcome, Target} from '../model/job.js';
import {oneNameText, type WatcherState} from '../model/watcher.js';
import {oneNames} from '../store/one-name.js';
import type {State} from '../store/state.js';

/** The wanted end state was seen. */
export function ok(seen: {
  readonly changed: boolean | null;
  readonly state: WatcherState | null;
  readonly sent?: boolean;
  readonly reason?: string;
  readonly pids?: readonly number[];
}): Outcome {
  const {changed, state, sent = true, reason = null, pids = []} = seen;
  return {kind: 'ok', changed, sent, state, reason, pids};
}

/** The node refused, or did something else than it was asked to. */
export function failed(reason: string, rest: {readonly sent: boolean; readonly state?: WatcherState | null}): Outcome {
  return {kind: 'failed', changed: rest.sent ? null : false, sent: rest.sent, state: rest.state ?? null, reason};
}

/** It was sent, and its result could not be found out. */
export function unknown(reason: string, state: WatcherState | null = null): Outcome {
  return {kind: 'unknown', changed: null, sent: true, state, reason};
}

/** Nothing was sent: too many targets before it were not ok. */
export function skipped(reason: string): Outcome {
  return {kind: 'skipped', changed: false, sent: false, state: null, reason};
}

/** It was broken off, or given up, before anything was sent. */
export function cancelled(reason: string): Outcome {
  return {kind: 'cancelled', changed: false, sent: false, state: null, reason};
}

/** The outcome of a call without a reply. A lost answer is not handled here: its result can still be found out. */
export function withoutReply(
  result: Exclude<CallResult<unknown>, {kind: 'reply'} | {kind: 'lost'}>,
  signal: AbortSignal,
): Outcome {
  switch (result.kind) {
    case 'refused':
      return {kind: 'failed', changed: false, sent: true, state: null, reason: result.reason};
    case 'unsent':
      return signal.aborted ? cancelled('broken off before it was sent') : failed(result.reason, {sent: false});
  }
}

/** The outcome of a target that is known to be out of reach before anything is sent; null: go on. */
export function beyondReach(target: Target, state: State, meansRemoved = false): Outcome | null {
  const row = state.nodes.get(target.node);
  if (row === undefined) return failed('not in the cluster any more', {sent: false});
  if (target.watcher === null) {
    const reason = row.error === null ? 'its watchers are not known: it has not answered yet' : `offline: ${row.error}`;
    return failed(reason, {sent: false});
  }
  const isLeft = meansRemoved && row.left.has(target.watcher);
  if (row.isRead && !row.watchers.has(target.watcher) && !isLeft)
    return failed(`no watcher ${target.watcher} here`, {sent: false});
  const called = oneNames(row.watchers).get(target.watcher);
  if (called !== undefined) return failed(oneNameText(called), {sent: false});
  return null;
}
