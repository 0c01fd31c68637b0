import {NODE_COLUMNS} from '../columns/table.js';
import type {Config, Origins} from '../config/config.js';
import {isNear} from '../model/near.js';

/** A sentence for each column that is chosen and that there is not. */
export function columnProblems({columns}: Config, {columns: origin}: Origins): readonly string[] {
  const known = NODE_COLUMNS.map(({name}) => name);
  const place = origin.kind === 'file' ? `${origin.file}:${origin.line}: ` : '';
  return (columns ?? []).flatMap(column => {
    if (known.includes(column)) return [];
    const near = known.find(name => isNear(name, column));
    const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
    return [`${place}grid.columns: "${column}" is no column: ${hint}`];
  });
}
