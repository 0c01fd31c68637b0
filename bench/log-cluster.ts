import {LOOPBACK_BLOCKS} from '../src/demo/addresses.js';
import {formatNodeSet} from '../src/model/node-set.js';
import {type LogNode, type LogNodes, type LogWatcher, startLogNodes} from '../test/support/log-nodes.js';
import {CIRCUSMAN, openTerminal, type Terminal} from './terminal.js';

/** The watcher of each node, whose process writes logs, and the file that it writes itself. */
export const WATCHER = 'box';
export const FILE = 'logs/app.log';

/** Real nodes that write logs; the caller stops them. */
export function startLogCluster(count: number): Promise<LogNodes> {
  // Streams are rotated, as they are on nodes that live for long.
  const stream = {class: 'FileStream', max_bytes: 20_000_000, backup_count: 2};
  return startLogNodes(count, {watchers: [WATCHER], stream, blocks: LOOPBACK_BLOCKS});
}

export function writerOf({watchers: [watcher]}: LogNode): LogWatcher {
  if (watcher === undefined) throw new Error('the node has no watcher');
  return watcher;
}

/** So many lines a second on all nodes together, from now on. */
export async function writeOn({nodes}: LogNodes, lines: number): Promise<void> {
  await Promise.all(nodes.map(node => writerOf(node).writer.setRate('stdout', {lines: lines / nodes.length})));
}

export function setOf({nodes}: LogNodes): string {
  return formatNodeSet(nodes.map(node => node.spec));
}

/** The screen on these nodes, all of them online. */
export async function openOn(cluster: LogNodes): Promise<Terminal> {
  const terminal = openTerminal([...CIRCUSMAN, setOf(cluster)]);
  const {length} = cluster.nodes;
  await terminal.until(lines => lines.join('\n').includes(` ${length} online`), `${length} nodes online`);
  return terminal;
}

/** Shows these logs: the words behind `log`. @returns ms until a page of lines is there */
export async function showLog(terminal: Terminal, words: string): Promise<number> {
  terminal.type(`:log ${words}`);
  await terminal.until(lines => lines.some(line => line.startsWith(`:log ${words}`)), 'the command as typed');
  const begin = performance.now();
  terminal.type('\r');
  return (await terminal.timeOf(hasPage, 'a page of lines')) - begin;
}

/** A line of a writer, as the screen shows it. */
export interface ShownLine {
  /** When it was written, ms since 1970. */
  readonly at: number;
  readonly number: number;
}

const LINE = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})\+0000 INFO {2}line (\d+)/;

export function shownLines(lines: readonly string[]): readonly ShownLine[] {
  return lines.flatMap(line => {
    const [, day, time, number] = LINE.exec(line) ?? [];
    return number === undefined ? [] : [{at: Date.parse(`${day}T${time}Z`), number: Number(number)}];
  });
}

/** What is left of the screen besides its header and the lines at the bottom. */
const PAGE = 40;

function hasPage(lines: readonly string[]): boolean {
  return shownLines(lines).length >= PAGE;
}
