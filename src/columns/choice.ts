import type {CellColumn, NodeColumn} from './column.js';
import {CELL_COLUMNS, NODE_COLUMNS} from './table.js';

/** Which columns the grid shows where there is room, by their names; null: the usual ones. Sorting, filters and `status --json` know all. */
export interface ColumnChoice {
  readonly nodes: readonly string[] | null;
  readonly cells: readonly string[] | null;
}

export const USUAL_COLUMNS: ColumnChoice = {nodes: null, cells: null};

/** In the table's order. A node's name is always among them. */
export function chosenNodeColumns({nodes}: ColumnChoice): readonly NodeColumn[] {
  return NODE_COLUMNS.filter(column => column.kind === 'name' || isChosen(column, nodes));
}

/** In the table's order. */
export function chosenCellColumns({cells}: ColumnChoice): readonly CellColumn[] {
  return CELL_COLUMNS.filter(column => isChosen(column, cells));
}

function isChosen({name, isUsual}: NodeColumn | CellColumn, chosen: readonly string[] | null): boolean {
  return chosen === null ? isUsual : chosen.includes(name);
}
