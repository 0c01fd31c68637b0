import {localTime} from '../wording/local-time.js';
import {EVENT_ACTIONS, type NodeEvent, nodeEventText} from '../wording/node-event.js';
import type {Heard} from './heard-events.js';
import {jsonLine} from './printable.js';

/** One line of JSON, as `docs/json.md` has it. */
export function heardJson(heard: Heard): string {
  const {node, time} = heard;
  if (heard.kind === 'gap') {
    return jsonLine({type: 'gap', node, reason: heard.reason, lost: heard.lost, time: isoTime(time)});
  }
  const {event, isRecalled} = heard;
  const {watcher, nodeTime} = event;
  return jsonLine({
    type: 'event',
    node,
    watcher,
    action: EVENT_ACTIONS[event.type],
    ...detailsJson(event),
    nodeTime: isoTime(nodeTime * 1_000),
    time: isoTime(time),
    recalled: isRecalled,
  });
}

function detailsJson(event: NodeEvent): object {
  switch (event.type) {
    case 'process-reaped':
      return {pid: event.pid, exit: event.exit, byItself: event.byItself ?? null};
    case 'process-spawned':
    case 'process-killed':
      return {pid: event.pid, exit: null};
    case 'hook-succeeded':
    case 'hook-failed':
      return {pid: null, exit: null, hook: event.hook, error: event.error};
    default:
      return {pid: null, exit: null};
  }
}

/** "2026-11-28 10:32:05 10.0.0.1 neo4j  process 3312 exited 3", by this machine's own time. */
export function heardText(heard: Heard): string {
  const place = heard.kind === 'gap' ? heard.node : `${heard.node} ${heard.event.watcher}`;
  const words = heard.kind === 'gap' ? heard.reason : nodeEventText(heard.event);
  return `${localTime(heard.time)} ${place}  ${words}\n`;
}

/** Null: outside the range of dates. */
function isoTime(ms: number): string | null {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
