import {formatBytes} from '../model/figures.js';
import type {NodeId} from '../model/node.js';
import {oneNameText} from '../model/watcher.js';
import {configurationNotes} from '../store/configuration.js';
import {isOtherMachine} from '../store/machines.js';
import {oneNames} from '../store/one-name.js';
import {remember} from '../store/remember.js';
import {shownNodes} from '../store/selectors.js';
import {serviceError} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';
import {noteText} from './configuration.js';
import {leftOutText} from './left-out.js';
import {OTHER_MACHINE} from './machine.js';
import {orphansRun} from './processes.js';

/** Something to know about a node, or about one of its services, in its row. */
export interface RowNote {
  /** Null: of the node itself. */
  readonly watcher: string | null;
  /** A short phrase, for the row itself: "another machine", "home cannot be used", "configured for 4 nodes". */
  readonly text: string;
  /** The same where there is room for all of it. */
  readonly whole: string;
  /** Whether it may be intended: a warning, no alarm. */
  readonly isMild: boolean;
}

/** By node, those that have any: the notes of its row, what matters most first. */
export const rowNotes = remember((state: State): ReadonlyMap<NodeId, readonly RowNote[]> => {
  const configuration = configurationNotes(state);
  const notes = new Map<NodeId, readonly RowNote[]>();
  for (const row of shownNodes(state)) {
    const own = isOtherMachine(row) ? [OTHER] : [];
    const twice = runningTwice(row.watchers);
    const errors = serviceErrors(row);
    const full = fullDisks(row);
    const named = namedAlike(row.watchers);
    const others = (configuration.get(row.spec.id) ?? [])
      // A cluster of which no node is configured is new, or not to be.
      .filter(note => note.kind !== 'unconfigured')
      // Nothing is known of a configuration that cannot be read.
      .filter(note => note.kind !== 'missing' || !errors.some(({watcher}) => watcher === note.watcher))
      .map(note => {
        const text = noteText(note);
        return {watcher: note.watcher, text, whole: text, isMild: note.kind === 'edited'};
      });
    const flood = row.leftOut === null ? [] : [ofNode(leftOutText(row.leftOut))];
    const all = [...own, ...flood, ...twice, ...errors, ...named, ...full, ...others];
    if (all.length > 0) notes.set(row.spec.id, all);
  }
  return notes;
});

function ofNode(text: string): RowNote {
  return {watcher: null, text, whole: text, isMild: false};
}

const OTHER: RowNote = {watcher: null, text: 'another machine', whole: OTHER_MACHINE, isMild: false};

/** Watchers that cannot be asked for anything, as circus takes their names for one. */
const namedAlike = remember((watchers: NodeRow['watchers']): readonly RowNote[] =>
  [...new Set(oneNames(watchers).values())].map(names => ({
    watcher: null,
    text: 'one name twice',
    whole: oneNameText(names),
    isMild: true,
  })),
);

/** Watchers that run while an earlier process of theirs does, too. */
const runningTwice = remember((watchers: NodeRow['watchers']): readonly RowNote[] =>
  [...watchers.values()].flatMap(({name, state, health}) => {
    if (state !== 'running' || health === null || health.orphans.length === 0) return [];
    const whole = `runs, and ${orphansRun(health.orphans)} beside it: adopt --kill ${name} ends ${health.orphans.length === 1 ? 'it' : 'them'}`;
    return [{watcher: name, text: `${name} runs twice`, whole, isMild: false}];
  }),
);

/** A disk that is fuller is reported: databases need room to rewrite what they have. */
const FULL = 0.95;

/** The disks of homes that are nearly full, each once. */
function fullDisks({info}: NodeRow): readonly RowNote[] {
  const notes = new Map<string, RowNote>();
  for (const {watcher, disk} of info?.services ?? []) {
    if (disk === null || disk.total === 0 || disk.free > disk.total * (1 - FULL)) continue;
    const text = `disk ${Math.floor((1 - disk.free / disk.total) * 100)}% full`;
    const key = `${disk.total} ${disk.free}`;
    if (!notes.has(key))
      notes.set(key, {watcher, text, whole: `${text}: ${formatBytes(disk.free)} left`, isMild: true});
  }
  return [...notes.values()];
}

/** The services of the node that cannot be used, or of which nothing is known. */
function serviceErrors(row: NodeRow): readonly RowNote[] {
  return (row.info?.services ?? []).flatMap(({watcher, disk}) => {
    const whole = serviceError(row, watcher);
    const text = disk === null ? 'home cannot be used' : 'configuration unknown';
    return whole === null ? [] : [{watcher, text, whole, isMild: false}];
  });
}
