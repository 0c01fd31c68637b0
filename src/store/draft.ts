import type {Job} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {RowMap} from './row-map.js';
import {EVENTS_KEPT, type EventLine, type NodeRow, type State, type WatcherRow} from './state.js';

/** The state while a batch of facts is taken in: the map of nodes is copied once a batch, and only if a row changes. */
export interface Draft {
  readonly nodes: () => RowMap<NodeId, NodeRow>;
  readonly node: (id: NodeId) => NodeRow | null;
  /** Puts the row in the place of the one with its id; nothing is done where it is the same one. */
  readonly setNode: (row: NodeRow) => void;
  /** Makes these all the nodes there are, in this order. */
  readonly setNodes: (nodes: RowMap<NodeId, NodeRow>) => void;
  readonly jobs: () => readonly Job[];
  readonly setJobs: (jobs: readonly Job[]) => void;
  /** Puts a line at the end of what happened; one that goes on with the last one ("exited 3", "exited 3, respawned as 7") takes its place. */
  readonly say: (line: EventLine) => void;
  /** The state as it was, the same object, where nothing has changed. */
  readonly result: () => State;
}

export function draftOf(state: State): Draft {
  let nodes = state.nodes;
  let own: RowMap<NodeId, NodeRow> | null = null;
  let jobs = state.jobs;
  const lines: EventLine[] = [];
  return {
    nodes: () => nodes,
    node: id => nodes.get(id) ?? null,
    setNode: row => {
      if (nodes.get(row.spec.id) === row) return;
      own ??= nodes.copy();
      own.replace(row.spec.id, row);
      nodes = own;
    },
    setNodes: all => {
      own = null;
      nodes = all;
    },
    jobs: () => jobs,
    setJobs: all => {
      jobs = all;
    },
    say: line => {
      lines.push(line);
    },
    result: () => {
      if (nodes === state.nodes && jobs === state.jobs && lines.length === 0) return state;
      const events = lines.length === 0 ? state.events : joined(state.events, lines).slice(-EVENTS_KEPT);
      return {nodes, jobs, events};
    },
  };
}

function joined(before: readonly EventLine[], after: readonly EventLine[]): readonly EventLine[] {
  const all = [...before];
  for (const line of after) {
    const last = all.at(-1);
    const goesOn = last?.node === line.node && last.watcher === line.watcher && line.text.startsWith(`${last.text}, `);
    if (goesOn) all.pop();
    all.push(line);
  }
  return all;
}

/** The node's row with this row among its watchers; a new watcher comes last. */
export function withWatcher(node: NodeRow, watcher: WatcherRow): NodeRow {
  if (node.watchers.get(watcher.name) === watcher) return node;
  return {...node, watchers: new Map(node.watchers).set(watcher.name, watcher)};
}

/** A line about a node itself. */
export function nodeLine(at: Instant, node: NodeId, text: string, isBad: boolean): EventLine {
  return {at, node, watcher: null, text, isBad};
}
