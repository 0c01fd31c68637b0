import {formatBytes, formatCpu} from '../model/figures.js';
import {watcherUsage} from '../store/selectors.js';
import type {WatcherRow} from '../store/state.js';
import {describeWatcher} from '../wording/display-state.js';
import {type CellColumn, rounded} from './column.js';

const word: CellColumn['text'] = (row, now) => describeWatcher(row, now).word;
const cpuOf = (row: WatcherRow) => watcherUsage(row).cpu;
const memoryOf = (row: WatcherRow) => {
  const {memory} = watcherUsage(row);
  return memory === null ? null : formatBytes(memory);
};

export const WORD: CellColumn = {
  name: 'state',
  title: "watchers' words",
  // "flapping 6/5min", the longest word.
  width: 15,
  rank: 80,
  align: 'left',
  kind: 'state',
  text: word,
  longText: word,
  json: null,
};

/** Percent of one core. */
export const CELL_CPU: CellColumn = {
  name: 'cpu',
  title: "watchers' CPU",
  width: 4,
  rank: 90,
  align: 'right',
  kind: 'text',
  text: row => {
    const cpu = cpuOf(row);
    return cpu === null ? null : `${Math.round(cpu)}%`;
  },
  longText: row => {
    const cpu = cpuOf(row);
    return cpu === null ? null : `${formatCpu(cpu)}%`;
  },
  json: {field: 'cpu', value: row => rounded(cpuOf(row), 1), isSampled: true},
};

/** Resident bytes. */
export const CELL_MEMORY: CellColumn = {
  name: 'memory',
  title: "watchers' memory",
  width: 5,
  rank: 30,
  align: 'right',
  kind: 'text',
  text: memoryOf,
  longText: memoryOf,
  json: {field: 'memory', value: row => watcherUsage(row).memory, isSampled: true},
};
