import {formatBytes, formatCpu} from '../model/figures.js';
import type {Instant} from '../model/time.js';
import {drawnUsage} from '../store/drawn.js';
import {watcherUsage} from '../store/selectors.js';
import type {WatcherRow} from '../store/state.js';
import {describeWatcher, TONES_BY_URGENCY, type Tone} from '../wording/display-state.js';
import {type CellColumn, type Count, rounded} from './column.js';
import {BYTES, PERCENT} from './figure-text.js';

const word: CellColumn['text'] = (row, now) => describeWatcher(row, now).word;
const cpuOf = (row: WatcherRow) => watcherUsage(row).cpu;
const bytes = (memory: number | null) => (memory === null ? null : formatBytes(memory));

export const WORD: CellColumn = {
  name: 'state',
  title: "watchers' words",
  about: 'what its state is called',
  isUsual: true,
  // "flapping 6/5min", the longest word.
  width: 15,
  rank: 80,
  align: 'left',
  kind: 'state',
  text: word,
  longText: word,
  sortKey: (row, now) => urgency(describeWatcher(row, now).tone),
  figure: null,
  sum: wordCounts,
  json: null,
};

/** The lower, the sooner it needs attention. */
function urgency(tone: Tone): number {
  return TONES_BY_URGENCY.indexOf(tone);
}

/** How many are in which state; what needs attention first. */
function wordCounts(rows: readonly WatcherRow[], now: Instant): readonly Count[] {
  const counts = new Map<string, {readonly word: string; readonly tone: Tone; count: number}>();
  for (const row of rows) {
    const shown = describeWatcher(row, now);
    const word = shown.inSum ?? shown.word.replace(/ [\dS].*$/, '');
    const known = counts.get(word);
    if (known === undefined) counts.set(word, {word, tone: shown.tone, count: 1});
    else known.count++;
  }
  return [...counts.values()].sort((one, other) => urgency(one.tone) - urgency(other.tone));
}

/** Percent of one core. */
export const CELL_CPU: CellColumn = {
  name: 'cpu',
  title: "watchers' CPU",
  about: 'percent of one core',
  isUsual: true,
  width: 4,
  rank: 90,
  align: 'right',
  kind: 'text',
  text: row => {
    const {cpu} = drawnUsage(row);
    return cpu === null ? null : `${Math.round(cpu)}%`;
  },
  longText: row => {
    const cpu = cpuOf(row);
    return cpu === null ? null : `${formatCpu(cpu)}%`;
  },
  sortKey: row => -(drawnUsage(row).cpu ?? 0),
  figure: {name: 'cpu', example: 'neo4j:cpu>80', read: PERCENT, value: row => drawnUsage(row).cpu},
  sum: null,
  json: {field: 'cpu', value: row => rounded(cpuOf(row), 1), isSampled: true},
};

/** Resident bytes. */
export const CELL_MEMORY: CellColumn = {
  name: 'memory',
  title: "watchers' memory",
  about: 'resident memory',
  isUsual: true,
  width: 5,
  rank: 30,
  align: 'right',
  kind: 'text',
  text: row => bytes(drawnUsage(row).memory),
  longText: row => bytes(watcherUsage(row).memory),
  sortKey: null,
  figure: {
    name: 'mem',
    alias: 'memory',
    example: 'neo4j:mem>1.5G',
    read: BYTES,
    value: row => drawnUsage(row).memory,
  },
  sum: null,
  json: {field: 'memory', value: row => watcherUsage(row).memory, isSampled: true},
};
