import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {Detection} from '../model/detection.js';
import type {FileRun} from '../model/file-run.js';
import type {Job} from '../model/job.js';
import type {LogState} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import type {NodeDetails} from '../model/node-details.js';
import type {EventEntry, NewEntry} from './event-entry.js';
import {withEntries, withRecalled} from './event-list.js';
import type {RowMap} from './row-map.js';
import type {NodeRow, State, WatcherRow} from './state.js';

/** The state while a batch of facts is taken in: the map of nodes is copied once a batch, and only if a row changes. */
export interface Draft {
  readonly rules: State['rules'];
  readonly nodes: () => RowMap<NodeId, NodeRow>;
  readonly node: (id: NodeId) => NodeRow | null;
  /** Puts the row in the place of the one with its id; nothing is done where it is the same one. */
  readonly setNode: (row: NodeRow) => void;
  /** Makes these all the nodes there are, in this order. */
  readonly setNodes: (nodes: RowMap<NodeId, NodeRow>) => void;
  readonly setOrigin: (origin: ClusterOrigin | null) => void;
  readonly jobs: () => readonly Job[];
  readonly setJobs: (jobs: readonly Job[]) => void;
  readonly streams: () => State['streams'];
  readonly setStreams: (streams: State['streams']) => void;
  readonly detection: () => Detection | null;
  readonly setDetection: (detection: Detection) => void;
  readonly setLog: (log: LogState | null) => void;
  readonly setDetails: (details: NodeDetails | null) => void;
  readonly setReadOnly: (isReadOnly: boolean) => void;
  readonly setFileRun: (run: FileRun | null) => void;
  /** Puts an entry at the end of what happened. */
  readonly addEvent: (entry: NewEntry) => void;
  /** Puts entries of what happened earlier where they belong by their time. */
  readonly addRecalled: (entries: readonly NewEntry[]) => void;
  /** The state as it was, the same object, where nothing has changed. */
  readonly result: () => State;
}

export function draftOf(state: State): Draft {
  let nodes = state.nodes;
  let own: RowMap<NodeId, NodeRow> | null = null;
  let origin = state.origin;
  let jobs = state.jobs;
  let streams = state.streams;
  let detection = state.detection;
  let log = state.log;
  let details = state.details;
  let isReadOnly = state.isReadOnly;
  let fileRun = state.fileRun;
  let entriesEver = state.entriesEver;
  let events = state.events;
  /** To be put at the end. */
  let entries: EventEntry[] = [];

  function withNews(): State['events'] {
    events = withEntries(events, entries);
    entries = [];
    return events;
  }

  const numbered = (entry: NewEntry, isRecalled: boolean): EventEntry => {
    return {nodeTime: null, isRecalled, ...entry, number: entriesEver++};
  };

  return {
    rules: state.rules,
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
    setOrigin: next => {
      origin = next;
    },
    jobs: () => jobs,
    setJobs: all => {
      jobs = all;
    },
    streams: () => streams,
    setStreams: all => {
      streams = all;
    },
    detection: () => detection,
    setDetection: next => {
      detection = next;
    },
    setLog: next => {
      log = next;
    },
    setDetails: next => {
      details = next;
    },
    setFileRun: next => {
      fileRun = next;
    },
    setReadOnly: next => {
      isReadOnly = next;
    },
    addEvent: entry => {
      entries.push(numbered(entry, false));
    },
    addRecalled: recalled => {
      events = withRecalled(
        withNews(),
        recalled.map(entry => numbered(entry, true)),
      );
    },
    result: () => {
      const isSame =
        nodes === state.nodes && origin === state.origin && jobs === state.jobs && streams === state.streams;
      const hasNoNews = log === state.log && details === state.details && entriesEver === state.entriesEver;
      const isAsSearched =
        detection === state.detection && isReadOnly === state.isReadOnly && fileRun === state.fileRun;
      if (isSame && isAsSearched && hasNoNews) return state;
      const events = withNews();
      return {
        ...state,
        nodes,
        origin,
        jobs,
        events,
        entriesEver,
        streams,
        detection,
        log,
        details,
        isReadOnly,
        fileRun,
      };
    },
  };
}

/** The node's row with this row among its watchers; a new watcher comes last. */
export function withWatcher(node: NodeRow, watcher: WatcherRow): NodeRow {
  if (node.watchers.get(watcher.name) === watcher) return node;
  return {...node, watchers: new Map(node.watchers).set(watcher.name, watcher)};
}
