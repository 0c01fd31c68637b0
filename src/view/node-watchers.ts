import {recentCrashes} from '../model/crashes.js';
import {formatBytes, formatCount} from '../model/figures.js';
import {processKey} from '../model/node-details.js';
import {processFigures} from '../model/rates.js';
import {isCircusOwn} from '../model/watcher.js';
import {watcherColumns, watcherUsage} from '../store/selectors.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
import {describeWatcher, type Tone} from '../wording/display-state.js';
import {exitInWords} from '../wording/event.js';
import {rowNotes} from '../wording/row-notes.js';
import type {GridView} from './grid-cursor.js';
import {layoutUsed, NOTHING_KNOWN, type Used, usedText, usedTitles} from './node-columns.js';
import {cursorSpan, type LineText, nodeLine, wholeIfCut} from './node-line.js';
import type {NodeLine, NodePlace} from './node-place.js';
import {processTree} from './process-tree.js';
import type {Scene} from './scene.js';
import {marksNow} from './screen-state.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';
import {type ShownProcess, toldProcesses} from './told-processes.js';

/** The watchers, each with what is to be known of it, and its processes as a tree. */
export function watcherLines(
  scene: Scene,
  view: GridView,
  row: NodeRow,
  width: number,
  theme: Theme,
): readonly NodeLine[] {
  const layout = layoutUsed(width);
  const marked = marksNow(scene.screen, view).get(row.spec.id);
  // What was known of a node that does not answer is old.
  const isOld = row.link !== 'online';
  const title: LineText = {
    left: [{text: isOld ? ' watchers, as last heard' : ' watchers', tone: 'dim'}],
    right: [{text: usedTitles(layout, theme), tone: 'dim'}],
  };
  return [
    nodeLine(OF_NODE, title, width, theme),
    ...notListed(row.sampled?.last.left ?? 0).map(left => nodeLine(OF_NODE, {left, right: []}, width, theme)),
    ...watchersOf(scene.state, row).flatMap(watcher => [
      watcherLine(watcher, marked?.has(watcher.name) === true),
      ...detailsOf(scene, row, watcher).map(detail => detailLine(watcher.name, detail)),
      ...settingsOf(scene, row, watcher).map(text => detailLine(watcher.name, {text, tone: 'normal'})),
      ...processLines(row, watcher),
    ]),
  ];

  function watcherLine(watcher: WatcherRow, isMarked: boolean): NodeLine {
    const now = describeWatcher(watcher, scene.now);
    const {glyph, word, tone} = isOld ? {...now, word: `was ${now.word}`, tone: 'dim' as const} : now;
    const place: NodePlace = {watcher: watcher.name, process: null};
    const names: readonly Span[] = [
      {text: isMarked ? theme.glyph('mark') : ' '},
      {text: theme.glyph(glyph), tone},
      {text: ` ${watcher.name}`, isBold: true},
      {text: `  ${word}`, tone},
    ];
    return {
      place,
      draw: isHere => fullLine(isHere, names, usedByWatcher(watcher)),
      whole: () => wholeIfCut(names, layout.names - 1, theme),
    };
  }

  function detailLine(watcher: string, {text, tone}: Detail): NodeLine {
    return nodeLine({watcher, process: null}, {left: [{text: `    ${text}`, tone}], right: []}, width, theme);
  }

  function processLines(of: NodeRow, watcher: WatcherRow): readonly NodeLine[] {
    return processesOf(scene, of, watcher).map(({pid, started, depth, name, used}) => {
      const branch = depth === 0 ? '' : `${'  '.repeat(Math.min(depth, DEEPEST) - 1)}${theme.isAscii ? '`-' : '└─'}`;
      const names: readonly Span[] = [{text: `    ${branch}${String(pid).padStart(7)} `, tone: 'dim'}, {text: name}];
      return {
        place: {watcher: watcher.name, process: {pid, started}},
        draw: isHere => fullLine(isHere, names, used),
        whole: () => (wholeIfCut(names, layout.names - 1, theme) === null ? null : theme.printable(`${pid} ${name}`)),
      };
    });
  }

  function fullLine(isHere: boolean, names: readonly Span[], used: Used): string {
    const left = spread([cursorSpan(isHere, theme), ...names], [], layout.names, theme);
    const text = usedText(used, layout, theme);
    return left + theme.paint([isOld ? {text, tone: 'dim'} : {text}], isHere);
  }
}

/** A node lists a thousand processes one by one; its sums have all. */
function notListed(processes: number): readonly (readonly Span[])[] {
  if (processes === 0) return [];
  const are = processes === 1 ? '1 process is' : `${formatCount(processes)} processes are`;
  return [[{text: `   ${are} not listed, but counted`, tone: 'changing'}]];
}

const OF_NODE: NodePlace = {watcher: null, process: null};
/** A tree that is deeper moves no further to the right. */
const DEEPEST = 8;

/** Services in the grid's order, then circus's own. */
export function watchersOf(state: State, {watchers}: NodeRow): readonly WatcherRow[] {
  const order = watcherColumns(state);
  const place = ({name}: WatcherRow) => (isCircusOwn(name) ? order.length + 1 : order.indexOf(name));
  return [...watchers.values()].sort((one, other) => place(one) - place(other));
}

function usedByWatcher(row: WatcherRow): Used {
  const {cpu, memory} = watcherUsage(row);
  const {figures} = row;
  if (figures === null || figures.count === 0) return {...NOTHING_KNOWN, cpu, memory};
  const {threads, read, written, uptime} = figures;
  return {cpu, memory, threads, read, written, age: uptime};
}

/** With all that they have started where the node tells it, else those that circus itself started. */
function processesOf({state, now}: Scene, row: NodeRow, watcher: WatcherRow): readonly ShownProcess[] {
  const {sampled} = row;
  const details = state.details?.node === row.spec.id ? state.details : null;
  if (sampled === null) return toldProcesses(row, watcher, details?.processes.get(watcher.name) ?? [], now);
  const commands = details?.commands ?? null;
  const unknown = commands === null && details?.problem != null ? 'its command line could not be read' : '';
  return processTree(processFigures(sampled.before, sampled.last, watcher.name)).map(({process, depth}) => ({
    pid: process.pid,
    started: process.started,
    depth,
    name: commands?.get(processKey(process))?.command ?? unknown,
    used: process,
  }));
}

/** What the watcher is set to, and its environment, as far as these are wanted. */
function settingsOf({state, screen}: Scene, {spec}: NodeRow, {name}: WatcherRow): readonly string[] {
  const {hasSettings, environment} = screen.node;
  const settings = hasSettings && state.details?.node === spec.id ? (state.details.settings.get(name) ?? []) : [];
  return [
    ...settings.map(each => `${each.name} = ${each.value}`),
    ...(environment?.watcher === name && environment.node === spec.id
      ? ['environment:', ...environment.lines.map(line => `  ${line}`)]
      : []),
  ];
}

interface Detail {
  readonly text: string;
  readonly tone: Tone;
}

/** What it was configured for, what is wrong with it, and how it ended last: a line each, where there is something to say. */
function detailsOf({state, now}: Scene, row: NodeRow, watcher: WatcherRow): readonly Detail[] {
  const {health, lastExit, options} = watcher;
  const service = row.info?.services.find(each => each.watcher === watcher.name);
  const space = row.sampled?.last.homes.get(watcher.name) ?? service?.disk ?? null;
  const configured = health?.configured;
  const parts = [
    service === undefined ? null : `service ${service.service}`,
    service?.home == null
      ? null
      : `in ${service.home}${space === null ? '' : ` (${formatBytes(space.free)} of ${formatBytes(space.total)} free)`}`,
    configured == null
      ? null
      : `configured as number ${configured.identifier} of ${configured.members.length} in ${configured.cluster}`,
  ].filter(part => part !== null);
  const settings =
    options === null
      ? []
      : [
          `${options.wanted} process${options.wanted === 1 ? '' : 'es'} wanted`,
          `${options.gracefulTimeout / 1_000} s to stop`,
          ...(options.respawns ? [] : ['not respawned']),
        ];
  // A node of ours tells of every end, also of one that was asked for.
  const last = health?.lastExit ?? null;
  const restarts = health?.restarts ?? recentCrashes(watcher, now);
  const past = [
    ...(restarts === 0 ? [] : [`restarted ${restarts} time${restarts === 1 ? '' : 's'}`]),
    ...(lastExit !== null
      ? [`last ended by itself: ${exitInWords(lastExit)}`]
      : last !== null
        ? [`last end: ${exitInWords(last)}`]
        : []),
  ];
  const unread = state.details?.node === row.spec.id ? state.details.unread.get(watcher.name) : undefined;
  const notes = (rowNotes(state).get(row.spec.id) ?? []).filter(note => note.watcher === watcher.name);
  return [
    ...(parts.length === 0 ? [] : [{text: parts.join(', '), tone: 'dim'} as const]),
    ...(settings.length === 0 ? [] : [{text: settings.join(', '), tone: 'dim'} as const]),
    ...(past.length === 0 ? [] : [{text: past.join(', '), tone: 'normal'} as const]),
    ...(unread === undefined ? [] : [{text: `not all of it could be read: ${unread}`, tone: 'changing'} as const]),
    ...notes.map(({whole, isMild}) => ({text: whole, tone: isMild ? 'changing' : 'failing'}) as const),
  ];
}
