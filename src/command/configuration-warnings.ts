import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import {type ConfigurationNote, configurationNotes} from '../store/configuration.js';
import type {State} from '../store/state.js';
import {noteWarning} from '../wording/configuration.js';
import type {Plan, Result} from './plan.js';

/** Adds a warning for targets that are not configured for the current cluster, one for all that are equal. */
export function withConfigurationWarnings(plan: Result<Plan>, state: State): Result<Plan> {
  if (!plan.ok) return plan;
  const notes = configurationNotes(state);
  const groups = new Map<string, {readonly note: ConfigurationNote; readonly nodes: NodeId[]}>();
  for (const {node, watcher} of plan.value.targets) {
    for (const note of notes.get(node) ?? []) {
      if (note.watcher !== watcher) continue;
      const key = noteWarning(note, '');
      const group = groups.get(key) ?? {note, nodes: []};
      group.nodes.push(node);
      groups.set(key, group);
    }
  }
  const own = [...groups.values()].map(({note, nodes}) => noteWarning(note, formatNodeSet(nodes)));
  return own.length === 0 ? plan : {ok: true, value: {...plan.value, warnings: [...plan.value.warnings, ...own]}};
}
