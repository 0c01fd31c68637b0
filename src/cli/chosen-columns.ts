import type {ColumnChoice} from '../columns/choice.js';
import {type ColumnKind, unknownColumn} from '../columns/unknown-column.js';
import type {Config, Origin, Origins} from '../config/config.js';
import {SETTINGS} from '../config/settings.js';

/** The columns of the grid that are chosen. */
export function chosenColumns({columns, cells}: Config): ColumnChoice {
  return {nodes: columns, cells};
}

/** A sentence for each column that is chosen and that there is not. */
export function columnProblems({columns, cells}: Config, origins: Origins): readonly string[] {
  return [
    ...problems(columns, 'nodes', SETTINGS.columns.key, origins.columns),
    ...problems(cells, 'cells', SETTINGS.cells.key, origins.cells),
  ];
}

function problems(chosen: readonly string[] | null, of: ColumnKind, key: string, origin: Origin): readonly string[] {
  const place = origin.kind === 'file' ? `${origin.file}:${origin.line}: ` : '';
  return (chosen ?? []).flatMap(column => {
    const problem = unknownColumn(column, of);
    return problem === null ? [] : [`${place}${key}: ${problem}`];
  });
}
