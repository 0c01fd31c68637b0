import type {MissingReason} from '../model/facts.js';
import {formatCount} from '../model/figures.js';
import {signalName} from '../model/signals.js';
import type {Exit} from '../model/watcher.js';
import type {EventEntry, Occurrence} from '../store/event-entry.js';
import {formatExit} from './display-state.js';
import {leftOutText} from './left-out.js';
import {OTHER_MACHINE} from './machine.js';
import {afterwardsText} from './outcome.js';

/** What happened, without when and where: "process 3312 exited 143: ended on SIGTERM, respawned as 3390", "offline: connection lost". */
export function eventText(event: Occurrence & Pick<EventEntry, 'node'>): string {
  switch (event.kind) {
    case 'job-began': {
      const by = event.by === null ? '' : `, by ${event.by.who} (${event.by.how})`;
      return `job #${event.job} began: ${event.text}${by}`;
    }
    case 'job-ended': {
      const counts = [...event.counts].map(([kind, count]) => `${count} ${kind}`);
      return `job #${event.job} ended: ${event.text}: ${counts.join(', ') || 'it had no target'}`;
    }
    case 'note':
      return `note: ${event.text}`;
    case 'joined':
      return 'put into the cluster';
    case 'left':
      return 'taken out of the cluster';
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
    case 'may-be-missing':
      return missingText(event);
    case 'other-machine':
      return `${OTHER_MACHINE}; if that is right: cluster trust ${event.node}`;
    case 'machine-trusted':
      return 'the machine that answers here is trusted';
    case 'spawned':
      return `process ${event.pid} spawned`;
    case 'done':
      return `process ${event.pid} is done, exit 0`;
    case 'crashed': {
      const ended = `process ${event.pid} ${event.exit === null ? 'ended' : exitInWords(event.exit)}`;
      return event.replacedBy === null ? ended : `${ended}, respawned as ${event.replacedBy}`;
    }
    case 'died-after-ok':
      return `job #${event.job} was ok here, then it ${afterwardsText(event)}`;
    case 'hook-failed':
      return `hook ${event.hook} failed${event.error === null ? '' : `: ${event.error}`}`;
    case 'signal-sent':
      return `${signalName(event.signal)} sent to ${event.pids === null ? 'all its processes' : event.pids.join(', ')}`;
    case 'configured':
      return `configured: ${filesText(event.files)}`;
  }
}

/** "events may be missing here: …", "12 events are missing here: …"; `count` null: nobody knows how many. */
export function missingText({count, why}: {readonly count: number | null; readonly why: MissingReason}): string {
  if (count === null) return `events may be missing here: ${WHY_MISSING[why]}`;
  return `${formatCount(count)} ${count === 1 ? 'event is' : 'events are'} missing here: ${WHY_MISSING[why]}`;
}

const WHY_MISSING: Readonly<Record<MissingReason, string>> = {
  'keeps-none': 'circusman was not connected, and the node keeps none (it needs circusman-node)',
  restarted: 'its circusd was started anew',
  'not-kept': 'there were more than the node keeps',
  unanswered: 'the node did not say what happened while circusman was not connected',
};

/** How a process ended that nobody had asked to: "exited 143: ended on SIGTERM", "killed SIGKILL, perhaps out of memory". */
export function exitInWords(exit: Exit): string {
  const known = exit.signal === null ? CODES.get(exit.code) : undefined;
  if (known !== undefined) return `${formatExit(exit)}: ${known}`;
  return exit.signal === 'SIGKILL' ? `${formatExit(exit)}${PERHAPS}` : formatExit(exit);
}

const PERHAPS = ', perhaps out of memory';

/** Codes that mean the same to every shell, and to Java: 128 and the number of the signal that ended it. */
const CODES: ReadonlyMap<number, string> = new Map([
  [126, 'the program could not be executed'],
  [127, 'the program was not found'],
  [130, 'ended on SIGINT'],
  [134, 'ended on SIGABRT'],
  [137, `ended on SIGKILL${PERHAPS}`],
  [139, 'ended on SIGSEGV'],
  [143, 'ended on SIGTERM'],
]);

const FILES_NAMED = 3;

/** "conf/neo4j.conf changed, conf/wrapper.conf new", and how many more. */
function filesText(files: Extract<Occurrence, {kind: 'configured'}>['files']): string {
  const named = files.slice(0, FILES_NAMED).map(({file, state}) => `${file} ${state}`);
  const more = files.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
