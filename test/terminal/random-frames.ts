import stringWidth from 'string-width';

/** A reproducible source of random numbers, at least 0 and below 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A cell as it must be shown; `pen` holds the SGR parameters that change the default pen into its own. */
export interface ExpectedCell {
  /** Empty in the second column of a wide character. */
  readonly text: string;
  readonly pen: string;
  /** Whether this character's width depends on the terminal, so that it may be shown in any way. */
  readonly isDisputed: boolean;
}

export type ExpectedRow = readonly ExpectedCell[];

const BLANK: ExpectedCell = {text: ' ', pen: '', isDisputed: false};

const NARROW = [...'abcdefgh0123  ....    -_', '│', '─', '▁', '▂', '█', '⣿', 'é', 'µ', '●', '○', '✓', 'д', 'λ', '…'];
const WIDE = ['世', '界', 'あ', 'ガ', '한', '글', 'Ａ'];
const MARKED = ['e\u0301', 'o\u0308\u0323', '世\u0301', 'x\u0336', '●\u0301', '\u00A0\u0300'];
const DISPUTED = ['⚠️', '🟢', '👩‍👩‍👧', '🇨🇭', '⚡', '❤️', '1️⃣', '👍🏽', 'क्षि', '©️'];
const PENS = [
  '',
  '',
  '',
  '',
  '1',
  '2',
  '7',
  '1;31',
  '31',
  '32',
  '33',
  '90',
  '97',
  '4;36',
  '44',
  '7;31',
  '30;47',
  '107',
  '3',
  '9;35',
  '38;5;208',
  '48;5;236',
  '38;2;1;2;3',
  '48;2;250;128;0',
  '1;38;5;99;48;5;17',
  '2;7;38;2;9;9;9',
];

/** A row of random content: as wide as the terminal, wider or narrower. */
export function randomRow(random: () => number, columns: number, hasDisputed: boolean): ExpectedRow {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const width = random() < 0.3 ? columns + Math.floor(random() * 3) : Math.floor(random() * columns);
  const row: ExpectedCell[] = [];
  let pen = '';
  while (row.length < width) {
    if (random() < 0.25) pen = pick(PENS);
    const kind = random();
    const isDisputed = hasDisputed && kind > 0.97;
    const text = isDisputed ? pick(DISPUTED) : pick(kind > 0.9 ? MARKED : kind > 0.75 ? WIDE : NARROW);
    row.push({text, pen, isDisputed});
    for (let more = stringWidth(text); more > 1; more--) row.push({text: '', pen, isDisputed});
  }
  return row;
}

/** The row of the next frame: some of its cells are replaced. */
export function changedRow(random: () => number, row: ExpectedRow, columns: number): ExpectedRow {
  const other = randomRow(random, columns, false);
  const changed = row.map((cell, column) => {
    const [next, theirs] = [row[column + 1], other[column]];
    const isNarrow = cell.text !== '' && next?.text !== '';
    return isNarrow && theirs !== undefined && theirs.text !== '' && other[column + 1]?.text !== '' && random() < 0.2
      ? theirs
      : cell;
  });
  return changed;
}

/** The row as Ink writes it: text and SGR sequences, some of them not needed. */
export function textOf(random: () => number, row: ExpectedRow): string {
  let text = '';
  let pen = '';
  for (const cell of row) {
    if (cell.text === '') continue;
    if (cell.pen !== pen || random() < 0.02) text += `\u001B[0m${cell.pen === '' ? '' : `\u001B[${cell.pen}m`}`;
    pen = cell.pen;
    text += cell.text;
  }
  return random() < 0.5 && pen !== '' ? `${text}\u001B[0m` : text;
}

/** What a terminal with `columns` columns shows of a row. */
export function seenOf(row: ExpectedRow, columns: number): ExpectedRow {
  const seen = row.slice(0, columns);
  // A wide character that is cut by the edge is not shown.
  if (row[columns]?.text === '' && seen.length === columns) {
    const last = seen[columns - 1] ?? BLANK;
    seen[columns - 1] = {text: ' ', pen: last.pen, isDisputed: false};
  }
  while (seen.length < columns) seen.push(BLANK);
  return seen;
}
