import {type Figure, type FigureResult, isReached, numberOf, type Row} from './figure.js';

/** A figure as a table in text: what was measured, the number, its goal, and the range of the samples. */
export function formatFigure(figure: Figure, {rows, notes = []}: FigureResult): string {
  const table = rows.map(row => [row.what, formatNumber(numberOf(row)), row.unit, formatGoal(row), formatSpread(row)]);
  const widths = [0, 1, 2, 3].map(column => Math.max(0, ...table.map(cells => cells[column]?.length ?? 0)));
  const lines = table.map(cells => {
    const padded = cells.map((cell, column) =>
      column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    return `  ${padded[0]}  ${padded[1]} ${padded.slice(2).join('  ')}`.trimEnd();
  });
  return [`${figure.name}: ${figure.summary}`, ...lines, ...notes.map(note => `  ${note}`)].join('\n');
}

function formatGoal(row: Row): string {
  if (row.goal === undefined) return '';
  return `${row.goal.sign} ${formatNumber(row.goal.value)} ${isReached(row) === true ? 'reached' : 'MISSED'}`;
}

function formatSpread({samples, statistic = 'median'}: Row): string {
  if (samples.length < 2) return '';
  const spread = `${formatNumber(Math.min(...samples))}–${formatNumber(Math.max(...samples))}`;
  return `(${statistic === 'median' ? '' : `${statistic}; `}${spread}, n = ${samples.length})`;
}

/** Three digits: more would mean nothing. */
function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : 2);
}
