import type {OpenLog} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import {cleanText} from '../text/clean-text.js';
import {widthOf} from '../text/width.js';
import type {Theme} from './theme.js';

/** What stands before the lines of each log, and what room is left for the lines. */
export interface LogLayout {
  /** By the log's index; each as wide as the others. */
  readonly words: readonly LogWords[];
  /** Columns before the text, the sign between among them. */
  readonly before: number;
  /** Columns of the text, at least one. */
  readonly text: number;
  /** Whether a space stands between the sign and the text. */
  readonly hasSpace: boolean;
}

interface LogWords {
  readonly node: string;
  /** By which the node's colour is chosen: the same for the same node, whichever others there are. */
  readonly hue: number;
  /** Its watcher and source, where there are several; empty: there are not, or there is no room. */
  readonly label: string;
  /** Whether nothing but the sign tells stderr from the rest. */
  readonly isBareError: boolean;
  readonly isError: boolean;
}

const LONGEST_NODE = 24;
const LONGEST_LABEL = 24;
/** What part of the window the words may take, and columns below which they say nothing. */
const PART = 0.4;
const SHORTEST = 3;
/** From so many columns on there is a space before the text. */
const ROOMY = 40;
/** The cursor before the words, and the sign behind them. */
const EDGES = 2;

/** The sources that have words of their own. */
const SOURCE_WORDS: ReadonlyMap<string, string> = new Map([
  ['stdout', 'out'],
  ['stderr', 'err'],
]);

export function layoutLogs(logs: readonly OpenLog[], width: number, theme: Theme): LogLayout {
  const names = shortNames([...new Set(logs.map(({node}) => node))]);
  const nodes = logs.map(({node}) => names.get(node) ?? node);
  const labels = labelsOf(logs);
  const room = Math.floor(width * PART) - EDGES;
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(text => widthOf(theme.printable(text))));
  const wish = {node: Math.min(LONGEST_NODE, longest(nodes)), label: Math.min(LONGEST_LABEL, longest(labels))};
  const widths = divided(wish, room);
  const hasSpace = width >= ROOMY;
  const before = Math.min(
    width - 1,
    EDGES + widths.node + (widths.label > 0 ? widths.label + 1 : 0) + (hasSpace ? 1 : 0),
  );
  return {
    words: logs.map(({node, source}, index) => ({
      node: theme.fit(nodes[index] ?? '', widths.node, {cutAt: 'middle'}),
      hue: hueOf(node),
      label: theme.fit(labels[index] ?? '', widths.label, {cutAt: 'middle'}),
      isError: source === 'stderr',
      isBareError: source === 'stderr' && (widths.label === 0 || labels[index] === ''),
    })),
    before,
    text: Math.max(1, width - before),
    hasSpace,
  };
}

/** The node's word comes first; what both wish and have no room for, both give up. */
function divided({node, label}: {readonly node: number; readonly label: number}, room: number) {
  const gap = label > 0 ? 1 : 0;
  if (node + gap + label <= room) return {node, label};
  const forLabel = Math.min(label, Math.max(room - gap - node, Math.floor((room - gap) / 2)));
  const forNode = Math.min(node, room - (forLabel < SHORTEST ? 0 : gap + forLabel));
  return {node: forNode < SHORTEST ? 0 : forNode, label: forLabel < SHORTEST ? 0 : forLabel};
}

/** Names without the domain that all of them share; they stay as they are where that would make two alike. */
function shortNames(nodes: readonly NodeId[]): ReadonlyMap<NodeId, string> {
  const whole = new Map(nodes.map(node => [node, node]));
  if (nodes.some(node => /^[\d.]+$|[:/[]/.test(node))) return whole;
  const short = new Map(nodes.map(node => [node, node.split('.')[0] ?? node]));
  return new Set(short.values()).size === nodes.length ? short : whole;
}

/** What tells the logs of one node apart. */
function labelsOf(logs: readonly OpenLog[]): readonly string[] {
  const hasWatchers = new Set(logs.map(({watcher}) => watcher)).size > 1;
  const sources = [...new Set(logs.map(({source}) => source))];
  const bases = new Set(sources.map(baseOf));
  const wordOf = (source: string) =>
    SOURCE_WORDS.get(source) ?? (bases.size === sources.length ? baseOf(source) : source);
  return logs.map(({watcher, source}) =>
    [...(hasWatchers ? [watcher] : []), ...(sources.length > 1 ? [cleanText(wordOf(source))] : [])].join(' '),
  );
}

function baseOf(source: string): string {
  return source.split('/').at(-1) ?? source;
}

/** Nodes whose names differ by a number that counts up have colours in turn. */
function hueOf(node: NodeId): number {
  const numbers = node.match(/\d+/g) ?? [];
  const letters = [...node.replaceAll(/\d/g, '')].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0);
  return numbers.reduce((sum, number) => sum + Number(number), letters);
}
