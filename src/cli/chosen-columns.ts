import type {ColumnChoice} from '../columns/choice.js';
import {CELL_COLUMNS, NODE_COLUMNS} from '../columns/table.js';
import type {Config, Origin, Origins} from '../config/config.js';
import {SETTINGS} from '../config/settings.js';
import {isNear} from '../model/near.js';

/** The columns of the grid that are chosen. */
export function chosenColumns({columns, cells}: Config): ColumnChoice {
  return {nodes: columns, cells};
}

/** A sentence for each column that is chosen and that there is not. */
export function columnProblems({columns, cells}: Config, origins: Origins): readonly string[] {
  return [
    ...unknown(columns, NODE_COLUMNS, SETTINGS.columns.key, origins.columns),
    ...unknown(cells, CELL_COLUMNS, SETTINGS.cells.key, origins.cells),
  ];
}

function unknown(
  chosen: readonly string[] | null,
  table: readonly {readonly name: string}[],
  key: string,
  origin: Origin,
): readonly string[] {
  const known = table.map(({name}) => name);
  const place = origin.kind === 'file' ? `${origin.file}:${origin.line}: ` : '';
  return (chosen ?? []).flatMap(column => {
    if (known.includes(column)) return [];
    const near = known.find(name => isNear(name, column));
    const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
    return [`${place}${key}: "${column}" is no column: ${hint}`];
  });
}
