import {CELL_CPU, CELL_MEMORY, WORD} from './cell-columns.js';
import type {CellColumn, NodeColumn} from './column.js';
import {IN, IO, LOAD, NET, OUT, READ, WAIT, WRITE} from './machine-columns.js';
import {CPU, CPU_BARS, MEMORY, NAME, ROUND_TRIP, STATE} from './node-columns.js';
import {CELL_IO, CELL_READ, CELL_RESTARTS, CELL_THREADS, CELL_UPTIME, CELL_WRITE} from './service-columns.js';

/**
 * The only list of the columns of nodes, in their order on the screen. Layout, head, rows, sums, sorting, filters, `columns`, `status`
 * and its JSON are made from it: a new column is one entry.
 */
export const NODE_COLUMNS: readonly NodeColumn[] = [
  NAME,
  STATE,
  ROUND_TRIP,
  CPU,
  WAIT,
  LOAD,
  MEMORY,
  READ,
  WRITE,
  IO,
  IN,
  OUT,
  NET,
  CPU_BARS,
];

/** The only list of the parts of a watcher's cell, in their order. */
export const CELL_COLUMNS: readonly CellColumn[] = [
  WORD,
  CELL_CPU,
  CELL_MEMORY,
  CELL_THREADS,
  CELL_READ,
  CELL_WRITE,
  CELL_IO,
  CELL_UPTIME,
  CELL_RESTARTS,
];
