import {formatBytes, formatCpu, formatRoundTrip} from '../model/figures.js';
import type {LinkState} from '../model/node.js';
import {sortedAs} from '../model/node-spec.js';
import {drawnNodeUsage} from '../store/drawn.js';
import {nodeUsage} from '../store/selectors.js';
import {describeNode} from '../wording/display-state.js';
import {figureColumn, type NodeColumn} from './column.js';
import {BYTES, MILLISECONDS, PERCENT} from './figure-text.js';

/** Links with what needs attention first. */
const LINKS: readonly LinkState[] = ['offline', 'stale', 'connecting', 'online'];

/** Without a sum and a filter; the JSON has no field for it, or one of its own. */
const NO_FIGURE = {isUsual: true, aliases: [], sum: null, filter: null, json: null} as const;

export const NAME: NodeColumn = {
  ...NO_FIGURE,
  name: 'name',
  title: 'NODE',
  about: 'its name, which is always shown',
  // As wide as the longest name, within limits.
  width: 0,
  rank: null,
  align: 'left',
  kind: 'name',
  side: 'before',
  text: row => row.spec.id,
  longText: row => row.spec.id,
  sortKey: row => sortedAs(row.spec),
};

const word: NodeColumn['text'] = (row, now) => describeNode(row.link, row.lastSeen, now).word;

/** Its glyph never gives way, only its word. */
export const STATE: NodeColumn = {
  ...NO_FIGURE,
  name: 'state',
  title: 'STATE',
  about: 'how well it answers',
  width: 10,
  rank: 70,
  align: 'left',
  kind: 'state',
  side: 'before',
  text: word,
  longText: word,
  sortKey: row => [LINKS.indexOf(row.link)],
};

/** Milliseconds. The grid shows and sorts it in steps that do not flicker, and filters compare these; `status` and its JSON take the last one. */
export const ROUND_TRIP = figureColumn({
  name: 'rtt',
  title: 'RTT',
  about: 'round trip of its answers',
  width: 5,
  rank: 20,
  value: row => row.roundTrips.at(-1) ?? null,
  drawn: row => row.roundTripStep,
  format: formatRoundTrip,
  sumOf: null,
  filter: {name: 'rtt', example: 'rtt>10', read: MILLISECONDS},
  json: {field: 'rttMs', digits: 2, isSampled: false},
});

/** Percent of one core, of all services of the node. */
export const CPU = figureColumn({
  name: 'cpu',
  aliases: ['cpu 5 min'],
  title: 'CPU%',
  about: 'services: percent of one core',
  width: 5,
  rank: 60,
  value: row => nodeUsage(row).cpu,
  drawn: row => drawnNodeUsage(row).cpu,
  format: formatCpu,
  sumOf: 'nodes',
  filter: {name: 'cpu', example: 'cpu>80', read: PERCENT},
  json: {field: 'cpu', digits: 1, isSampled: true},
});

/** Resident bytes, of all services of the node. */
export const MEMORY = figureColumn({
  name: 'memory',
  title: 'MEM',
  about: 'services: resident memory',
  width: 5,
  rank: 50,
  value: row => nodeUsage(row).memory,
  drawn: row => drawnNodeUsage(row).memory,
  format: formatBytes,
  sumOf: 'nodes',
  filter: {name: 'mem', alias: 'memory', example: 'mem>1.5G', read: BYTES},
  json: {field: 'memory', digits: 0, isSampled: true},
});

/** The CPU of the last five minutes, a bar for half a minute each. Sorting by it is sorting by the CPU. */
export const CPU_BARS: NodeColumn = {
  ...NO_FIGURE,
  name: 'bars',
  title: 'CPU 5 min',
  about: 'services: CPU of five minutes, half a minute a bar',
  width: 10,
  rank: 10,
  align: 'left',
  kind: 'bars',
  side: 'behind',
  text: () => null,
  longText: () => null,
  sortKey: null,
};
