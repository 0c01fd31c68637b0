import type {EventEntry} from '../store/event-entry.js';
import type {State} from '../store/state.js';
import {logsOfEvent} from './event-log.js';
import {type EventMove, entryUnder, moveInEvents} from './event-place.js';
import {rowsIn} from './events-lines.js';
import {shownEvents} from './events-view.js';
import {cursorRow} from './grid-cursor.js';
import type {ActPorts} from './key-binding.js';
import {bodyHeight, layoutRows} from './row-layout.js';

/** Moves the cursor; the picture goes on standing still, or, at the end, following. */
export function moveTo(move: EventMove, on: ActPorts): void {
  const {ports, screen, change} = on;
  const {events} = screen();
  const height = Math.max(1, rowsIn(bodyHeight(layoutRows(ports.rows()))));
  const today = screen().paused?.at ?? ports.clock();
  const place = moveInEvents(shownEvents(shownState(on), events), events.place, move, {height, today: today.wall});
  change({type: 'place-events', place});
}

/** Goes to where it happened, in the grid; a job's entry leads to the job. */
export function goThere(on: ActPorts): void {
  const entry = entryHere(on);
  if (entry === null) return;
  if (isOfJob(entry)) openJob(on);
  else if (entry.node !== null) goToNode(entry.node, entry.watcher, on);
}

/** The jobs screen, on the entry's job where it is of one. */
export function openJob(on: ActPorts): void {
  const {ports, change, say} = on;
  const entry = entryHere(on);
  const job = entry !== null && isOfJob(entry) ? entry.job : null;
  if (job !== null && !ports.state().jobs.some(({id}) => id === job)) {
    say(`job #${job} is no longer kept: newer jobs took its place`, false);
    return;
  }
  change({type: 'show', screen: 'jobs'});
  if (job !== null) change({type: 'select-job', job});
}

/** The logs of what it is about, at that moment. */
export function openLog(on: ActPorts): void {
  const entry = entryHere(on);
  const logs = entry === null ? NOTHING_YET : logsOfEvent(entry, on.ports.state());
  if (typeof logs === 'string') on.say(logs, false);
  else on.showLogs(logs);
}

const NOTHING_YET = 'there is no entry here that could have a log';

/** Takes the filter away; without one, goes back. */
export function backOut({screen, change}: ActPorts): void {
  if (screen().events.filterText === '') change({type: 'back'});
  else change({type: 'filter-events', text: ''});
}

function goToNode(node: string, watcher: string | null, {ports, view, screen, change, say}: ActPorts): void {
  const row = ports.state().nodes.get(node);
  if (row === undefined) {
    say(`${node} is not in the cluster any more`, true);
    return;
  }
  if (row.sameAs !== null) {
    say(`${node} is not shown in the grid: the same circusd answers there as at ${row.sameAs}`, true);
    return;
  }
  const {nodes, watchers} = view();
  if (!nodes.some(({spec}) => spec.id === node)) {
    say(`${node} is hidden by the filter of the grid: ${screen().filterText}`, true);
    return;
  }
  change({type: 'home'});
  const column = watcher !== null && watchers.includes(watcher) ? watcher : null;
  const index = cursorRow({node, row: 0, watcher: null}, nodes);
  change({type: 'go-to', cursor: {node, row: index, watcher: column}});
  if (watcher !== null && !row.watchers.has(watcher)) say(`${node} has no watcher ${watcher} any more`, false);
}

function entryHere(on: ActPorts): EventEntry | null {
  const {events} = on.screen();
  return entryUnder(shownEvents(shownState(on), events), events.place);
}

/** What is seen while the display is paused is what is meant. */
function shownState({ports, screen}: ActPorts): State {
  return screen().paused?.state ?? ports.state();
}

type JobEntry = Extract<EventEntry, {kind: 'job-began' | 'job-ended'}>;

function isOfJob(entry: EventEntry): entry is JobEntry {
  return entry.kind === 'job-began' || entry.kind === 'job-ended';
}
