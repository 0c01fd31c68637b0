import type {EventFact} from '../model/facts.js';
import {formatExit} from './display-state.js';
import {exitInWords} from './event.js';

/** An event of a node's circusd, and nothing that circusman did itself. */
export type NodeEvent = Exclude<EventFact, {type: 'signal-sent' | 'stop-answered'}>;

/** Whether a node's circusd told it. */
export function isNodeEvent(fact: EventFact): fact is NodeEvent {
  return fact.type !== 'signal-sent' && fact.type !== 'stop-answered';
}

/** What circus calls it, in the topics of its events. */
export const EVENT_ACTIONS: Readonly<Record<NodeEvent['type'], string>> = {
  'watcher-added': 'add',
  'watcher-removed': 'remove',
  'watcher-started': 'start',
  'watcher-stopped': 'stop',
  'watcher-updated': 'updated',
  'watcher-reloaded': 'reload',
  'process-spawned': 'spawn',
  'process-killed': 'kill',
  'process-reaped': 'reap',
  'hook-succeeded': 'hook_success',
  'hook-failed': 'hook_failure',
};

/** One event as it is told, whatever others say: "process 3312 exited 143: ended on SIGTERM", "started". */
export function nodeEventText(event: NodeEvent): string {
  switch (event.type) {
    case 'watcher-added':
      return 'added';
    case 'watcher-removed':
      return 'removed';
    case 'watcher-started':
      return 'started';
    case 'watcher-stopped':
      return 'stopped';
    case 'watcher-updated':
      return 'settings changed';
    case 'watcher-reloaded':
      return 'reloaded';
    case 'process-spawned':
      return `process ${event.pid} spawned`;
    case 'process-killed':
      return `process ${event.pid} was sent its stop signal`;
    case 'process-reaped': {
      const {exit, byItself} = event;
      if (exit === null) return `process ${event.pid} ended`;
      return `process ${event.pid} ${byItself === true ? exitInWords(exit) : formatExit(exit)}`;
    }
    case 'hook-succeeded':
      return `hook ${event.hook} succeeded`;
    case 'hook-failed':
      return `hook ${event.hook} failed${event.error === null ? '' : `: ${event.error}`}`;
  }
}
