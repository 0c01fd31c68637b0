import {type Cells, isSame, isSameStyle} from './cells.js';

interface Diff {
  /** How many cells changed. */
  readonly cells: number;
  /** What turns one screen into the other: moves, colours and cells, each in its shortest form. */
  readonly text: string;
}

/** The shortest output for a writer that knows both screens, and neither marks frames nor hides the cursor. The pen is reset before and after. */
export function idealDiff(before: Cells, after: Cells): Diff {
  let text = '';
  let pen: readonly string[] = [];
  let cells = 0;
  for (const [y, row] of after.entries()) {
    /** The column after the last cell that was written in this row; -1: none yet. */
    let at = -1;
    for (const [x, cell] of row.entries()) {
      if (isSame(before[y]?.[x], cell)) continue;
      cells++;
      if (cell.text === '') continue;
      if (x !== at) {
        const between = row.slice(Math.max(at, 0), x);
        const again = between.map(each => each.text).join('');
        const canGoOver = at >= 0 && between.every(each => isSameStyle(each.style, pen));
        text += shortest([
          `\u001B[${y + 1};${x + 1}H`,
          ...(at >= 0 ? [x - at === 1 ? '\u001B[C' : `\u001B[${x - at}C`] : []),
          ...(canGoOver ? [again] : []),
        ]);
      }
      text += restyle(pen, cell.style) + cell.text;
      pen = cell.style;
      at = x + (row[x + 1]?.text === '' ? 2 : 1);
    }
  }
  return {cells, text: text + restyle(pen, [])};
}

function restyle(from: readonly string[], to: readonly string[]): string {
  if (isSameStyle(from, to)) return '';
  if (to.length === 0) return '\u001B[m';
  const gone = from.filter(code => !to.includes(code));
  const off = [...new Set(gone.filter(code => !to.some(other => isSameColor(code, other))).map(offCode))];
  const left = off.includes('22') ? from.filter(code => code !== '1' && code !== '2') : from;
  const changed = [...off, ...to.filter(code => !left.includes(code))];
  return shortest([`\u001B[${changed.join(';')}m`, `\u001B[0;${to.join(';')}m`]);
}

/** A colour need not be reset when another one replaces it. */
function isSameColor(code: string, other: string): boolean {
  return /^[34]9$/.test(offCode(code)) && offCode(code) === offCode(other);
}

function offCode(code: string): string {
  if (code === '1' || code === '2') return '22';
  if (/^\d$/.test(code)) return `2${code}`;
  return /^(3|9)/.test(code) ? '39' : '49';
}

function shortest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (Buffer.byteLength(text) < Buffer.byteLength(best) ? text : best));
}
