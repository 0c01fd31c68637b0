import type {LogSelection, LogTarget} from '../model/log-window.js';
import type {EventEntry} from '../store/event-entry.js';
import {inAll} from '../store/in-all.js';
import type {State} from '../store/state.js';
import {logsOfJob} from './job-log.js';

/**
 * The logs that tell more of an entry, at its moment: of its watcher; of all of its node where it is about the node; of the targets
 * of its job. Or why there are none, for people.
 */
export function logsOfEvent(entry: EventEntry, state: State): LogSelection | string {
  if (entry.kind === 'job-began' || entry.kind === 'job-ended') return logsOfItsJob(entry.job, state);
  const {node, watcher, at} = entry;
  if (node === null) return 'this is about the cluster as a whole: there is no log of that';
  const row = state.nodes.get(node);
  if (row === undefined) return `${node} is not in the cluster any more: its logs cannot be read`;
  const targets: readonly LogTarget[] = (watcher === null ? inAll(row, state.rules) : [watcher]).map(name => ({
    node,
    watcher: name,
  }));
  if (targets.length === 0) return `no watcher of ${node} is known that could have a log`;
  return {targets, sources: null, at: at.wall, filter: null};
}

function logsOfItsJob(id: number, state: State): LogSelection | string {
  const job = state.jobs.find(each => each.id === id);
  if (job === undefined) return `job #${id} is no longer kept: newer jobs took its place`;
  return logsOfJob(job, state) ?? `job #${id} has no watcher that has a log`;
}
