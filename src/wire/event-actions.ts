import type {EventFact, EventPlace} from '../model/facts.js';
import type {Instant} from '../model/time.js';
import type {Exit} from '../model/watcher.js';
import {cleanText} from '../text/clean-text.js';
import {pid} from './json.js';

/** What an event says beside its action, whether it was published or is told later. */
export interface EventDetails {
  readonly pid: unknown;
  readonly exit: Exit | null;
  readonly byItself: unknown;
  readonly hook: unknown;
  readonly error: unknown;
}

interface Common {
  readonly at: Instant;
  readonly node: string;
  readonly nodeTime: number;
  readonly watcher: string;
  readonly place?: EventPlace;
}

/**
 * The fact for one of circus's actions, once it is known which watcher is meant.
 * @returns null for an action that circusman has no fact for
 * @throws ProtocolError when it has no process where it must have one
 */
export function factOf(
  action: string,
  details: EventDetails,
  common: (watcher: string) => Common,
): ((watcher: string) => EventFact) | null {
  switch (action) {
    case 'add':
      return watcher => ({...common(watcher), type: 'watcher-added'});
    case 'remove':
      return watcher => ({...common(watcher), type: 'watcher-removed'});
    case 'start':
      return watcher => ({...common(watcher), type: 'watcher-started'});
    case 'stop':
      return watcher => ({...common(watcher), type: 'watcher-stopped'});
    case 'updated':
      return watcher => ({...common(watcher), type: 'watcher-updated'});
    case 'reload':
      return watcher => ({...common(watcher), type: 'watcher-reloaded'});
    case 'spawn':
      return withPid('process-spawned', details, common);
    case 'kill':
      return withPid('process-killed', details, common);
    case 'reap': {
      const reaped = pid(details.pid, 'process_pid');
      const {exit, byItself} = details;
      const told = typeof byItself === 'boolean' ? {byItself} : {};
      return watcher => ({...common(watcher), type: 'process-reaped', pid: reaped, exit, ...told});
    }
    case 'hook_success':
      return withHook('hook-succeeded', details, common);
    case 'hook_failure':
      return withHook('hook-failed', details, common);
    default:
      return null;
  }
}

function withPid(
  type: 'process-spawned' | 'process-killed',
  details: EventDetails,
  common: (watcher: string) => Common,
): (watcher: string) => EventFact {
  const checked = pid(details.pid, 'process_pid');
  return watcher => ({...common(watcher), type, pid: checked});
}

function withHook(
  type: 'hook-succeeded' | 'hook-failed',
  details: EventDetails,
  common: (watcher: string) => Common,
): (watcher: string) => EventFact {
  const hook = typeof details.hook === 'string' ? cleanText(details.hook) : 'hook';
  const error = typeof details.error === 'string' ? cleanText(details.error) : null;
  return watcher => ({...common(watcher), type, hook, error});
}
