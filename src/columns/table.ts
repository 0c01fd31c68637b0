import {CELL_CPU, CELL_MEMORY, WORD} from './cell-columns.js';
import type {CellColumn, NodeColumn} from './column.js';
import {CPU, CPU_BARS, MEMORY, NAME, ROUND_TRIP, STATE} from './node-columns.js';

/**
 * The only list of the columns of nodes, in their order on the screen. Layout, head, rows, sums, sorting, filters, `status`
 * and its JSON are made from it: a new column is one entry.
 */
export const NODE_COLUMNS: readonly NodeColumn[] = [NAME, STATE, ROUND_TRIP, CPU, MEMORY, CPU_BARS];

/** The only list of the parts of a watcher's cell, in their order. */
export const CELL_COLUMNS: readonly CellColumn[] = [WORD, CELL_CPU, CELL_MEMORY];
