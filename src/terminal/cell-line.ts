import {sureWidth} from '../text/width-table.js';
import {charactersOf} from './cell-width.js';
import {applySgr, DEFAULT_PEN, type Pen} from './pen.js';

/** A line of the terminal, a cell a column, up to the last cell that was written. */
export interface CellLine {
  /** The character that begins in each column; empty in the second column of a wide one. */
  readonly texts: readonly string[];
  readonly pens: readonly Pen[];
  /** The columns of characters that terminals give different widths. */
  readonly unsure: ReadonlySet<number>;
}

const SEQUENCE = /\u001B(?:\[(?:([\d;]*)m|[0-?]*[ -/]*[@-~])|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|.?)/suy;
const MARK = /^\p{M}/u;
const ESCAPE = 0x1b;
const NONE: ReadonlySet<number> = new Set();

/**
 * The cells of a line of text, cut at so many columns; a wide character that would be cut in two is a space. Colours and
 * attributes (SGR) count, other sequences and control characters are left out: nothing in a line drives the terminal.
 */
export function cellsOf(line: string, columns: number): CellLine {
  const texts: string[] = [];
  const pens: Pen[] = [];
  let unsure: Set<number> | undefined;
  let pen = DEFAULT_PEN;

  const add = (text: string, width: number, isSure: boolean) => {
    const isCut = texts.length + width > columns;
    if (!isSure && !isCut) {
      unsure ??= new Set();
      unsure.add(texts.length);
    }
    const end = Math.min(columns, texts.length + width);
    for (let each = isCut ? ' ' : text; texts.length < end; each = isCut ? ' ' : '') {
      texts.push(each);
      pens.push(pen);
    }
  };

  /** Joins a mark to the character before it where a colour stands between them. */
  const join = (mark: string) => {
    const last = texts.findLastIndex(text => text !== '');
    if (last === -1) return;
    texts[last] += mark;
    unsure ??= new Set();
    unsure.add(last);
  };

  let at = 0;
  while (at < line.length && texts.length < columns) {
    const unit = line.charCodeAt(at);
    if (unit === ESCAPE) {
      SEQUENCE.lastIndex = at;
      const [sequence = '', sgr] = SEQUENCE.exec(line) ?? [];
      if (sgr !== undefined) pen = applySgr(pen, sgr);
      at += Math.max(1, sequence.length);
    } else if (isAlone(line, at)) {
      add(line[at] ?? '', sureWidth(unit), true);
      at++;
    } else {
      const end = endOfJoined(line, at);
      for (const {text, width, isSure} of charactersOf(line.slice(at, end))) {
        if (width > 0) add(text, width, isSure);
        else if (MARK.test(text)) join(text);
      }
      at = end;
    }
  }
  return {texts, pens, unsure: unsure ?? NONE};
}

/** Whether the unit there is a character of its own, because neither it nor the next one joins. */
function isAlone(line: string, at: number): boolean {
  if (sureWidth(line.charCodeAt(at)) === 0) return false;
  const next = line.charCodeAt(at + 1);
  return Number.isNaN(next) || next === ESCAPE || sureWidth(next) !== 0;
}

function endOfJoined(line: string, start: number): number {
  let end = start + 1;
  while (end < line.length && line.charCodeAt(end) !== ESCAPE && !isAlone(line, end)) end++;
  return end;
}
