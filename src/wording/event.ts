import {signalName} from '../model/signals.js';
import type {Occurrence} from '../store/event-entry.js';
import {formatExit} from './display-state.js';
import {leftOutText} from './left-out.js';
import {OTHER_MACHINE} from './machine.js';

/** What happened, without when and where: "process 3312 killed SIGKILL, respawned as 3390", "offline: connection lost". */
export function eventText(event: Occurrence & {readonly node: string}): string {
  switch (event.kind) {
    case 'online':
    case 'added':
    case 'removed':
    case 'started':
    case 'stopped':
    case 'reloaded':
      return event.kind;
    case 'updated':
      return 'settings changed';
    case 'stale':
      return 'stale: it owes an answer';
    case 'offline':
      return `offline: ${event.reason}`;
    case 'read-failed':
      return `${event.call} could not be read: ${event.reason}`;
    case 'same-circusd':
      return `the same circusd answers here as at ${event.as}: it is shown there`;
    case 'leaves-out':
      return 'sends more events than can be taken in: they are left out, and it is asked how its watchers are';
    case 'left-out':
      return leftOutText(event);
    case 'other-machine':
      return `${OTHER_MACHINE}; if that is right: cluster trust ${event.node}`;
    case 'machine-trusted':
      return 'the machine that answers here is trusted';
    case 'spawned':
      return `process ${event.pid} spawned`;
    case 'done':
      return `process ${event.pid} is done, exit 0`;
    case 'crashed': {
      const ended = `process ${event.pid} ${event.exit === null ? 'ended' : formatExit(event.exit)}`;
      return event.replacedBy === null ? ended : `${ended}, respawned as ${event.replacedBy}`;
    }
    case 'hook-failed':
      return `hook ${event.hook} failed${event.error === null ? '' : `: ${event.error}`}`;
    case 'signal-sent':
      return `${signalName(event.signal)} sent to ${event.pids === null ? 'all its processes' : event.pids.join(', ')}`;
  }
}
