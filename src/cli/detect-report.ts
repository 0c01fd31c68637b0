import {rounded} from '../columns/column.js';
import type {Detection} from '../model/detection.js';
import {formatDuration} from '../model/duration.js';
import {formatCount, formatRoundTrip} from '../model/figures.js';
import type {DetectedRow} from '../store/detected.js';
import {detectedNotes} from '../wording/detection.js';

/** The document of `detect --json`. */
export function detectionJson({beganAt, endedAt, of, state, progress, notes}: Detection, rows: readonly DetectedRow[]) {
  const ways = rows.flatMap(({node, also}) => [node, ...also]);
  return {
    version: 1,
    time: new Date(beganAt.wall).toISOString(),
    of,
    state,
    nodes: rows.map(({node, also, known}) => ({
      node: node.spec.id,
      also: also.map(({spec}) => spec.id),
      name: node.name,
      circus: node.circus,
      package: node.package,
      machine: node.machine,
      rttMs: rounded(node.rtt, 1),
      watchers: node.watchers,
      via: node.via,
      known: known !== null,
    })),
    ms: endedAt === null ? null : Math.round(endedAt.monotonic - beganAt.monotonic),
    probed: progress.tried - ways.filter(({via}) => via === 'cluster').length,
    others: progress.others,
    notes,
  };
}

const COLUMNS: readonly {
  readonly title: string;
  readonly isRight?: boolean;
  readonly text: (row: DetectedRow) => string | null;
}[] = [
  {title: 'NODE', text: ({node}) => node.spec.id},
  {title: 'NAME', text: ({node}) => node.name},
  {title: 'CIRCUS', text: ({node}) => node.circus},
  {title: 'PACKAGE', text: ({node}) => node.package},
  {title: 'WATCHERS', isRight: true, text: ({node}) => (node.watchers === null ? null : String(node.watchers))},
  {title: 'RTT', isRight: true, text: ({node}) => formatRoundTrip(node.rtt)},
  {title: '', text: row => notesOf(row) || null},
];

function notesOf(row: DetectedRow): string {
  const isItself = row.known === row.node.spec.id;
  return [...(isItself ? ['in the cluster'] : []), ...detectedNotes(row)].join('; ');
}

/** What was found as plain text: a line a node, and one about all of it. */
export function detectionText(detection: Detection, rows: readonly DetectedRow[]): string {
  const cells = rows.map(row => COLUMNS.map(({text}) => text(row) ?? '-'));
  const table = rows.length === 0 ? [] : [COLUMNS.map(({title}) => title), ...cells];
  const widths = COLUMNS.map((_, column) => Math.max(...table.map(row => (row[column] ?? '').length)));
  const lines = table.map(row =>
    row
      .map((cell, column) =>
        COLUMNS[column]?.isRight === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .replace(/[ -]*$/, ''),
  );
  return `${[...lines, summary(detection, rows.length)].join('\n')}\n`;
}

/** "32 nodes of 254 addresses in 0.8 s; 3 answered as something else". */
function summary({progress, state, beganAt, endedAt, of}: Detection, found: number): string {
  const {tried, of: all, others} = progress;
  const many = `${formatCount(all)} address${all === 1 ? '' : 'es'}`;
  const time = endedAt === null ? '' : ` in ${formatDuration(Math.round(endedAt.monotonic - beganAt.monotonic))}`;
  const nodes = found === 0 ? 'no node' : `${formatCount(found)} node${found === 1 ? '' : 's'}`;
  const where = found === 0 && of !== '' ? ` (${of})` : '';
  return [
    `${nodes} of ${many}${where}${time}`,
    ...(state === 'broken-off' ? [`broken off after ${formatCount(tried)} of them`] : []),
    ...(others === 0 ? [] : [`${formatCount(others)} answered as something else`]),
  ].join('; ');
}

/** How far it is, for a line that is drawn again and again. */
export function detectionProgress({progress: {tried, of, found, leftMs}}: Detection): string {
  const left = leftMs === null ? '' : `, at most ${formatDuration(Math.ceil(leftMs / 1_000) * 1_000)} left`;
  return `${formatCount(tried)} of ${formatCount(of)} tried, ${found} node${found === 1 ? '' : 's'}${left}`;
}
