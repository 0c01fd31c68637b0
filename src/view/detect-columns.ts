import {formatRoundTrip} from '../model/figures.js';
import type {DetectedRow} from '../store/detected.js';
import {remember} from '../store/remember.js';
import {widthOf} from '../text/width.js';
import {detectedNotes, membershipOf} from '../wording/detection.js';
import {EDGE, GAP} from './column-layout.js';
import type {Theme} from './theme.js';

/** A column behind a row's address. */
interface DetectColumn {
  readonly title: string;
  /** Columns of the screen; of one that grows the fewest. */
  readonly width: number;
  /** How wide it may grow where there is room; absent: not at all. */
  readonly widest?: number;
  /** The column with the lowest rank gives way first when the window is narrow. */
  readonly rank: number;
  readonly align: 'left' | 'right';
  /** Where a text that is too long is cut; absent: at its end. */
  readonly cutAt?: 'middle';
  /** What stands in it, without padding; null: nothing is known. */
  readonly text: (row: DetectedRow, theme: Theme) => string | null;
}

const NAME: DetectColumn = {
  title: 'NAME',
  width: 10,
  widest: 32,
  rank: 40,
  align: 'left',
  cutAt: 'middle',
  text: ({node}) => node.name,
};

export const STATE: DetectColumn = {title: 'STATE', width: 10, rank: 70, align: 'left', text: membershipOf};

/** What of a row has no column of its own. */
const NOTES: DetectColumn = {
  title: '',
  width: 16,
  widest: Number.POSITIVE_INFINITY,
  rank: 10,
  align: 'left',
  text: noteText,
};

/** In their order on the screen. */
const COLUMNS: readonly DetectColumn[] = [
  NAME,
  STATE,
  {title: 'CIRCUS', width: 6, rank: 20, align: 'left', text: ({node}) => node.circus},
  {title: 'PACKAGE', width: 7, rank: 30, align: 'left', text: packageText},
  {
    title: 'WATCHERS',
    width: 8,
    rank: 60,
    align: 'right',
    text: ({node}) => (node.watchers === null ? null : String(node.watchers)),
  },
  {title: 'RTT', width: 5, rank: 50, align: 'right', text: ({node}) => formatRoundTrip(node.rtt)},
  NOTES,
];

/** Which columns are shown at a width, and how wide. */
export interface DetectLayout {
  /** Of the addresses. */
  readonly address: number;
  readonly columns: readonly {readonly column: DetectColumn; readonly width: number}[];
}

const SHORTEST_ADDRESS = 15;
/** Only in a wider window an address gives way to what stands behind it. */
const WIDE = 40;

/**
 * What fits, the most important column first; what is left then widens the names, and after them the notes. Of the rows only their
 * addresses count, so that columns stay while names come in.
 */
export function layoutDetected(width: number, rows: readonly DetectedRow[]): DetectLayout {
  const most = width < WIDE ? Math.max(1, width - EDGE) : Math.floor(width / 2);
  const address = Math.min(most, Math.max(SHORTEST_ADDRESS, longestAddress(rows)));
  let left = width - EDGE - address;
  const kept = new Set<DetectColumn>();
  for (const column of COLUMNS.toSorted((one, other) => other.rank - one.rank)) {
    if (GAP + column.width > left) continue;
    kept.add(column);
    left -= GAP + column.width;
  }
  const columns = COLUMNS.filter(column => kept.has(column)).map(column => {
    const more = Math.min(left, (column.widest ?? column.width) - column.width);
    left -= more;
    return {column, width: column.width + more};
  });
  return {address, columns};
}

/** "10.0.0.1", or of a circusd that answers at more addresses "10.0.0.1 +2". */
export function addressText({node, also}: DetectedRow): string {
  return also.length === 0 ? node.spec.id : `${node.spec.id} +${also.length}`;
}

const longestAddress = remember((rows: readonly DetectedRow[]): number =>
  rows.reduce((longest, row) => Math.max(longest, widthOf(addressText(row))), 0),
);

/** What of the cursor's row is not to be read in the row itself, as there is no room for it. */
export function cutTexts(row: DetectedRow, {address, columns}: DetectLayout, theme: Theme): readonly string[] {
  const isShown = (wanted: DetectColumn, text: string) =>
    columns.some(({column, width}) => column === wanted && widthOf(text) <= width);
  const name = theme.printable(row.node.name ?? '');
  const notes = noteText(row, theme);
  return [
    ...(widthOf(addressText(row)) > address ? [row.node.spec.id] : []),
    ...(name === '' || isShown(NAME, name) ? [] : [name]),
    ...(notes === '' || isShown(NOTES, theme.printable(notes)) ? [] : detectedNotes(row)),
  ];
}

/** What is known of a node of the cluster may not be read yet; what was probed has said whether it has our package. */
function packageText({node}: DetectedRow): string | null {
  return node.package ?? (node.via === 'cluster' ? null : 'none');
}

function noteText(row: DetectedRow, theme: Theme): string {
  return detectedNotes(row).join(` ${theme.glyph('separator')} `);
}
