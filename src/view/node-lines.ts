import {EVERY_EVENT, type EventQuery} from '../columns/event-filter.js';
import {matchingEvents} from '../columns/matching-events.js';
import type {NodeId} from '../model/node.js';
import {countsChildren} from '../store/selectors.js';
import type {NodeRow, State} from '../store/state.js';
import {describeLastSeen} from '../wording/display-state.js';
import {rowNotes} from '../wording/row-notes.js';
import {eventRow, isCutRow, layoutEvents, wholeText} from './event-row.js';
import type {GridView} from './grid-cursor.js';
import {circusdLines} from './node-circusd.js';
import {cursorSpan, type LineText, nodeLine} from './node-line.js';
import {machineLines} from './node-machine.js';
import type {NodeLine, NodePlace} from './node-place.js';
import {watcherLines} from './node-watchers.js';
import type {Scene} from './scene.js';
import type {Theme} from './theme.js';

const UNCOUNTED =
  'children not counted: what its processes have started is not in their figures; circusman-node tells it';

/** Entries of what happened there last. */
const EVENTS = 5;

/** All that is known of a node. Lines are drawn when they are seen: there may be hundreds of processes. */
export function nodeLines(
  scene: Scene,
  view: GridView,
  row: NodeRow,
  width: number,
  theme: Theme,
): readonly NodeLine[] {
  const {state, now} = scene;
  const notes = (rowNotes(state).get(row.spec.id) ?? []).filter(({watcher}) => watcher === null);
  const lost = row.link === 'offline' ? [`${row.error ?? 'offline'}, ${describeLastSeen(row.lastSeen, now)}`] : [];
  const uncounted = row.isRead && !countsChildren(row) ? [UNCOUNTED] : [];
  const problem = state.details?.node === row.spec.id ? state.details.problem : null;
  const unread = problem === null || row.link !== 'online' ? [] : [`its details could not be read: ${problem}`];
  const said = [...lost, ...notes.map(({whole}) => whole), ...uncounted, ...unread];
  const room = width - EDGE;
  return [
    ...said.map((text): LineText => ({left: [{text: ` ${text}`, tone: 'changing'}], right: []})).map(ofNode),
    ...machineLines(scene, row, room, theme).map(ofNode),
    ...circusdLines(row, theme).map(ofNode),
    ...watcherLines(scene, view, row, width, theme),
    ...eventLines(state, row.spec.id, width, theme),
  ];

  function ofNode(text: LineText): NodeLine {
    return nodeLine(OF_NODE, text, width, theme);
  }
}

const OF_NODE: NodePlace = {watcher: null, process: null};

/** Columns of the window for the cursor. */
const EDGE = 1;

function eventLines(state: State, node: NodeId, width: number, theme: Theme): readonly NodeLine[] {
  const entries = matchingEvents(state.events, queryOf(node));
  const first = Math.max(0, entries.length - EVENTS);
  const layout = layoutEvents(state, width - EDGE, theme);
  const title = nodeLine(OF_NODE, {left: [{text: ' last events', tone: 'dim'}], right: []}, width, theme);
  const rows = entries.slice(first).map(
    (entry): NodeLine => ({
      place: OF_NODE,
      draw: isHere => theme.paint([cursorSpan(isHere, theme)]) + eventRow(entry, false, layout, theme),
      whole: () => (isCutRow(entry, layout, theme) ? theme.printable(wholeText(entry)) : null),
    }),
  );
  return rows.length === 0 ? [] : [title, ...rows];
}

/** The same query again finds what it found before without looking through all entries. */
function queryOf(node: NodeId): EventQuery {
  if (lastQuery?.nodes?.has(node) !== true) lastQuery = {...EVERY_EVENT, nodes: new Set([node])};
  return lastQuery;
}

let lastQuery: EventQuery | undefined;
