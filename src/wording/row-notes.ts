import {formatBytes} from '../model/figures.js';
import type {NodeId} from '../model/node.js';
import type {ServiceInfo} from '../model/service.js';
import {oneNameText} from '../model/watcher.js';
import {type ConfigurationNote, configurationNotes} from '../store/configuration.js';
import {isOtherMachine} from '../store/machines.js';
import {oneNames} from '../store/one-name.js';
import {remember} from '../store/remember.js';
import {shownNodes} from '../store/selectors.js';
import {serviceError} from '../store/services.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
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
    const all = notesOf(row, configuration.get(row.spec.id) ?? []);
    if (all.length > 0) notes.set(row.spec.id, all);
  }
  return notes;
});

/** Most rows have none, and of a thousand rows this is asked for each frame: it makes lists only of what there is. */
function notesOf(row: NodeRow, configured: readonly ConfigurationNote[]): readonly RowNote[] {
  const notes: RowNote[] = [];
  if (isOtherMachine(row)) notes.push(OTHER);
  if (row.leftOut !== null) notes.push(ofNode(leftOutText(row.leftOut)));
  for (const [name, orphans] of row.left) notes.push(runningOn(name, orphans));
  for (const watcher of row.watchers.values()) {
    if (runsTwice(watcher)) notes.push(runningTwice(watcher));
  }
  const services = row.info?.services ?? [];
  if (services.length > 0) notes.push(...serviceErrors(row, services));
  const shared = oneNames(row.watchers);
  if (shared.size > 0) notes.push(...namedAlike(shared));
  if (services.length > 0) notes.push(...fullDisks(services));
  for (const note of configured) {
    // A cluster of which no node is configured is new, or not to be.
    if (note.kind === 'unconfigured') continue;
    // Nothing is known of a configuration that cannot be read.
    if (note.kind === 'missing' && serviceError(row, note.watcher) !== null) continue;
    const text = noteText(note);
    notes.push({watcher: note.watcher, text, whole: text, isMild: note.kind === 'edited'});
  }
  return notes;
}

function ofNode(text: string): RowNote {
  return {watcher: null, text, whole: text, isMild: false};
}

const OTHER: RowNote = {watcher: null, text: 'another machine', whole: OTHER_MACHINE, isMild: false};

/** Watchers that cannot be asked for anything, as circus takes their names for one. */
function namedAlike(shared: ReadonlyMap<string, readonly string[]>): readonly RowNote[] {
  return [...new Set(shared.values())].map(names => ({
    watcher: null,
    text: 'one name twice',
    whole: oneNameText(names),
    isMild: true,
  }));
}

/** Whether it runs while an earlier process of it does, too. */
function runsTwice({state, health}: WatcherRow): boolean {
  return state === 'running' && health !== null && health.orphans.length > 0;
}

function runningTwice({name, health}: WatcherRow): RowNote {
  const orphans = health?.orphans ?? [];
  const whole = `runs, and ${orphansRun(orphans)} beside it: adopt --kill ${name} ends ${orphans.length === 1 ? 'it' : 'them'}`;
  return {watcher: name, text: `${name} runs twice`, whole, isMild: false};
}

/** Of more orphans these are named. */
const MOST_NAMED = 4;

/** What still runs of a watcher that was removed: no cell has it. */
function runningOn(name: string, orphans: readonly number[]): RowNote {
  const they = orphans.length === 1 ? 'it' : 'them';
  const whole = `${orphansRun(orphans, MOST_NAMED)} of ${name}, which was removed: adopt --kill ${name} ends ${they}`;
  return {watcher: null, text: `orphans of ${name}`, whole, isMild: false};
}

/** A disk that is fuller is reported: databases need room to rewrite what they have. */
const FULL = 0.95;

/** The disks of homes that are nearly full, each once. */
function fullDisks(services: readonly ServiceInfo[]): readonly RowNote[] {
  const notes = new Map<string, RowNote>();
  for (const {watcher, disk} of services) {
    if (disk === null || disk.total === 0 || disk.free > disk.total * (1 - FULL)) continue;
    const text = `disk ${Math.floor((1 - disk.free / disk.total) * 100)}% full`;
    const key = `${disk.total} ${disk.free}`;
    if (!notes.has(key))
      notes.set(key, {watcher, text, whole: `${text}: ${formatBytes(disk.free)} left`, isMild: true});
  }
  return [...notes.values()];
}

/** The services of the node that cannot be used, or of which nothing is known. */
function serviceErrors(row: NodeRow, services: readonly ServiceInfo[]): readonly RowNote[] {
  return services.flatMap(({watcher, disk}) => {
    const whole = serviceError(row, watcher);
    const text = disk === null ? 'home cannot be used' : 'configuration unknown';
    return whole === null ? [] : [{watcher, text, whole, isMild: false}];
  });
}
