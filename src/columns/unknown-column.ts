import {isNear} from '../model/near.js';
import {CELL_COLUMNS, NODE_COLUMNS} from './table.js';

/** Of nodes, or a part of watchers' cells. */
export type ColumnKind = 'nodes' | 'cells';

/** The names of all there are, in their order on the screen. */
export function columnNames(of: ColumnKind): readonly string[] {
  return (of === 'nodes' ? NODE_COLUMNS : CELL_COLUMNS).map(({name}) => name);
}

/** Why a name is none of a column of that kind, for people; null: it is one. */
export function unknownColumn(name: string, of: ColumnKind): string | null {
  const known = columnNames(of);
  if (known.includes(name)) return null;
  const others = columnNames(of === 'nodes' ? 'cells' : 'nodes');
  if (others.includes(name)) {
    return of === 'nodes'
      ? `"${name}" is of watchers' cells, not of nodes`
      : `"${name}" is of nodes, not of watchers' cells`;
  }
  const near = known.find(each => isNear(each, name));
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
  return `"${name}" is no column: ${hint}`;
}
