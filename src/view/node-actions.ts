import type {Operands} from '../command/arguments.js';
import {asDryRun} from '../command/dry-run.js';
import {quoteName} from '../command/tokens.js';
import type {Target} from '../model/job.js';
import type {LogTarget} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import {isCircusOwn} from '../model/watcher.js';
import {createHistory} from '../store/history.js';
import type {NodeRow} from '../store/state.js';
import {chartOf} from './chart-actions.js';
import {cursorNode, cursorRow, markedCells} from './grid-cursor.js';
import type {ActPorts} from './key-binding.js';
import {nodeLines} from './node-lines.js';
import {AT_TOP, type NodeLine, type NodePlace, nodeRowsIn, seenLines, viewAt} from './node-place.js';
import {bodyHeight, layoutRows} from './row-layout.js';
import {sceneOf} from './scene.js';
import {marksNow} from './screen-state.js';
import {createTheme} from './theme.js';

/** How far the cursor is moved: lines, pages, or to an end. */
export type NodeMove =
  | {readonly by: number}
  | {readonly pages: number}
  | {readonly to: 'first' | 'last'}
  /** To the next line that begins a watcher, or the one before. */
  | {readonly watchers: 1 | -1};

/** Opens the screen on the node of the grid's cursor, and on its watcher. */
export function openNode({screen, change}: ActPorts): void {
  const {watcher} = screen().cursor;
  change({type: 'show', screen: 'node'});
  change({type: 'place-node', view: {...AT_TOP, watcher}});
}

/** Opens the screen on a node by its name; null: on the one of the grid's cursor. */
export function showNode(node: NodeId | null, {view, screen, change, say}: ActPorts): void {
  const {nodes} = view();
  const row = node === null ? cursorRow(screen().cursor, nodes) : nodes.findIndex(each => each.spec.id === node);
  if (nodes[row] === undefined) {
    say(node === null ? 'there is no node to show' : `${node} is hidden by the filter of the grid`, true);
    return;
  }
  if (node !== null) change({type: 'go-to', cursor: {node, row, watcher: null}});
  change({type: 'show', screen: 'node'});
  change({type: 'place-node', view: AT_TOP});
}

export function moveOn(move: NodeMove, on: ActPorts): void {
  const lines = linesNow(on);
  const height = rowsNow(on);
  const {node} = on.screen();
  const {cursor, top} = seenLines(lines, node, height);
  on.change({type: 'place-node', view: viewAt(lines, wanted(move, cursor, lines, height), {...node, top}, height)});
}

function wanted(move: NodeMove, cursor: number, lines: readonly NodeLine[], height: number): number {
  if ('by' in move) return cursor + move.by;
  if ('pages' in move) return cursor + Math.trunc(move.pages * height);
  if ('to' in move) return move.to === 'first' ? 0 : lines.length - 1;
  for (let line = cursor + move.watchers; line >= 0 && line < lines.length; line += move.watchers) {
    const [here, before] = [lines[line]?.place, lines[line - 1]?.place];
    if (here?.watcher != null && here.process === null && here.watcher !== before?.watcher) return line;
  }
  return cursor;
}

/** Goes to the next node of the grid, or back; the cursor stays on the same watcher where that node has it. */
export function nextNode(by: 1 | -1, on: ActPorts): void {
  const {view, screen, change, say} = on;
  const {nodes} = view();
  const row = cursorRow(screen().cursor, nodes) + by;
  if (nodes[row] === undefined) {
    say(by > 0 ? 'this is the last node' : 'this is the first node', false);
    return;
  }
  const {watcher, hasSettings} = screen().node;
  change({type: 'move', rows: by});
  change({type: 'place-node', view: {...AT_TOP, watcher, hasSettings}});
}

/** A command on what is marked, else on the watcher under the cursor, else on all watchers of the node. */
export function run(command: string, on: ActPorts, given?: Operands): void {
  const targets = targetsHere(on);
  if (targets.length > 0) on.propose(on.ports.planCells(command, targets, given));
}

export function configureDry(on: ActPorts): void {
  run('configure', on, asDryRun({operands: new Map(), options: new Map()}));
}

export function mark(on: ActPorts): void {
  const here = nodeHere(on);
  const {watcher} = placeHere(on);
  if (here === null) return;
  if (watcher !== null && isCircusOwn(watcher)) {
    on.say(`${watcher} is circus's own: it cannot be marked`, false);
    return;
  }
  const row = cursorRow(on.screen().cursor, on.view().nodes);
  on.change({type: 'go-to', cursor: {node: here.spec.id, row, watcher}});
  on.change({type: 'mark'});
}

/** The logs of what is marked, else of the watcher under the cursor, else of all services of the node. */
export function openLogs(on: ActPorts): void {
  const targets = targetsHere(on).flatMap(({node, watcher}): readonly LogTarget[] => {
    if (watcher !== null) return [{node, watcher}];
    const services = [...(nodeHere(on)?.watchers.keys() ?? [])].filter(name => !isCircusOwn(name));
    return services.map(name => ({node, watcher: name}));
  });
  if (targets.length === 0) on.say('no watcher is known here that could have a log', false);
  else on.showLogs({targets, sources: null, at: null, filter: null});
}

/** Draws over time what is used by what is marked, else by the watcher under the cursor, else by the node. */
export function openCharts(on: ActPorts): void {
  chartOf(targetsHere(on), on);
}

export function openEvents(on: ActPorts): void {
  const here = nodeHere(on);
  if (here !== null) on.change({type: 'show-events', nodes: [here.spec.id]});
}

/** Shows all that the watchers are set to, or only what matters most. */
export function toggleSettings({screen, change}: ActPorts): void {
  const {node} = screen();
  change({type: 'place-node', view: {...node, hasSettings: !node.hasSettings}});
}

/** Shows the next part of a long line under the cursor. */
export function seeMore({screen, change}: ActPorts): void {
  const {node} = screen();
  change({type: 'place-node', view: {...node, part: node.part + 1}});
}

/** The number of the last question for an environment. */
let lastRequest = 0;

/** Asks for the environment of the watcher under the cursor, which holds secrets, and shows it until it is asked for again. */
export function toggleEnvironment(on: ActPorts): void {
  const {ports, screen, change, say} = on;
  const {environment} = screen().node;
  const {watcher} = placeHere(on);
  const here = nodeHere(on);
  if (here === null || watcher === null) {
    say('the cursor is on no watcher: l puts it on one, to see its environment', false);
    return;
  }
  const number = ++lastRequest;
  if (environment !== null && environment.watcher === watcher && environment.node === here.spec.id) {
    change({type: 'place-node', view: {...screen().node, environment: null}});
    return;
  }
  change({type: 'place-node', view: {...screen().node, environment: null, asked: number}});
  void ports.details.environment(here.spec.id, watcher).then(answer => {
    // It is of a screen that was left since, or it was asked again: nobody wants to see it now.
    if (number !== lastRequest || screen().node.asked !== number) return;
    if (typeof answer === 'string') {
      say(`the environment of ${watcher} could not be read: ${answer}`, true);
      return;
    }
    const lines =
      answer.length === 0 ? ['no environment of its own'] : answer.map(({name, value}) => `${name}=${value}`);
    change({type: 'place-node', view: {...screen().node, environment: {node: here.spec.id, watcher, lines}}});
  });
}

/** A signal that is still to be chosen, to the process under the cursor, or to all of the watcher's. */
export function typeSignal(on: ActPorts): void {
  const text = signalText('TERM', on);
  if (text !== null) on.change({type: 'open-bar', bar: 'command', text});
}

/** Signal 9 to the process under the cursor; it is asked about as all that interrupts. */
export function kill(on: ActPorts): void {
  if (placeHere(on).process === null) {
    on.say('the cursor is on no process: put it on one to kill that', false);
    return;
  }
  const text = signalText('KILL', on);
  if (text === null) return;
  const plans = on.ports.planLine(text, []);
  if (!plans.ok) on.say(plans.problem.message, true);
  else for (const plan of plans.value) on.propose({ok: true, value: plan});
}

function signalText(signal: string, on: ActPorts): string | null {
  const here = nodeHere(on);
  const {watcher, process} = placeHere(on);
  if (here === null) return null;
  if (watcher === null) {
    on.say('the cursor is on no watcher: put it on one, or on a process, to send a signal', false);
    return null;
  }
  return `signal ${quoteName(watcher)} ${signal}${process === null ? '' : ` --pid ${process.pid}`} on ${formatNodeSet([here.spec.id])}`;
}

function targetsHere(on: ActPorts): readonly Target[] {
  const {screen, view} = on;
  const marked = markedCells(marksNow(screen(), view()), view().all);
  if (marked.length > 0) return marked;
  const here = nodeHere(on);
  return here === null ? [] : [{node: here.spec.id, watcher: placeHere(on).watcher}];
}

function nodeHere({screen, view}: ActPorts): NodeRow | null {
  return cursorNode(screen().cursor, view());
}

/** What the line is about on which the cursor is drawn: where what it was on is no more, that is another one than it was put on. */
function placeHere(on: ActPorts): NodePlace {
  const lines = linesNow(on);
  return lines[seenLines(lines, on.screen().node, rowsNow(on)).cursor]?.place ?? AT_TOP;
}

/** The lines as they are shown; how wide they are, and their bars, do not matter to where they are. */
function linesNow(on: ActPorts): readonly NodeLine[] {
  const here = nodeHere(on);
  if (here === null) return [];
  const scene = sceneOf(on.ports.state(), on.screen(), on.ports.clock(), NO_HISTORY);
  return nodeLines(scene, on.view(), here, WIDTH, THEME);
}

const NO_HISTORY = createHistory();
const THEME = createTheme({isAscii: true, hasColor: false});
const WIDTH = 80;

function rowsNow({ports}: ActPorts): number {
  return nodeRowsIn(bodyHeight(layoutRows(ports.rows())));
}
