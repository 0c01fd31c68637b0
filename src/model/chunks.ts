/** Items of one piece; a change of an end copies no more than this many. */
const PIECE = 512;

/**
 * An immutable list that is long and changes at its ends: what is put to an end, or taken from it, costs a copy of one piece and of
 * the list of pieces, however many items there are. Whoever holds an older list has it unchanged.
 */
export class Chunks<Item> {
  readonly length: number;
  readonly #pieces: readonly (readonly Item[])[];
  /** The index of each piece's first item. */
  readonly #starts: readonly number[];

  private constructor(pieces: readonly (readonly Item[])[]) {
    const starts: number[] = [];
    let length = 0;
    for (const piece of pieces) {
      starts.push(length);
      length += piece.length;
    }
    this.#pieces = pieces;
    this.#starts = starts;
    this.length = length;
  }

  static of<Item>(items: readonly Item[]): Chunks<Item> {
    return new Chunks(piecesOf(items));
  }

  /** Undefined where there is none. */
  at(index: number): Item | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const piece = this.#pieceOf(index);
    return this.#pieces[piece]?.[index - (this.#starts[piece] ?? 0)];
  }

  /** Those from `from` on and before `to`, which may be beyond the ends. */
  slice(from: number, to: number = this.length): readonly Item[] {
    const items: Item[] = [];
    const end = Math.min(to, this.length);
    let index = Math.max(0, from);
    for (let piece = this.#pieceOf(index); index < end; piece++) {
      const inPiece = this.#pieces[piece] ?? [];
      const start = this.#starts[piece] ?? 0;
      const part = inPiece.slice(index - start, end - start);
      for (const item of part) items.push(item);
      index += part.length;
      if (part.length === 0) break;
    }
    return items;
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const piece of this.#pieces) yield* piece;
  }

  /**
   * What `change` makes of each piece, which may be nothing. A piece that an end's change did not touch is the same array as it was
   * in the list before, so what was made of it can be remembered.
   */
  mapPieces<Made>(change: (piece: readonly Item[]) => readonly Made[]): Chunks<Made> {
    return new Chunks(this.#pieces.map(change).filter(({length}) => length > 0));
  }

  withLast(items: readonly Item[]): Chunks<Item> {
    if (items.length === 0) return this;
    const last = this.#pieces.at(-1);
    if (last === undefined || last.length >= PIECE) return new Chunks([...this.#pieces, ...piecesOf(items)]);
    return new Chunks([...this.#pieces.slice(0, -1), ...piecesOf([...last, ...items])]);
  }

  withFirst(items: readonly Item[]): Chunks<Item> {
    if (items.length === 0) return this;
    const [first] = this.#pieces;
    if (first === undefined || first.length >= PIECE) return new Chunks([...piecesOf(items), ...this.#pieces]);
    return new Chunks([...piecesOf([...items, ...first]), ...this.#pieces.slice(1)]);
  }

  /** With another item in the place of that index, which must be within the list. */
  with(index: number, item: Item): Chunks<Item> {
    const piece = this.#pieceOf(index);
    const changed = (this.#pieces[piece] ?? []).with(index - (this.#starts[piece] ?? 0), item);
    return new Chunks(this.#pieces.with(piece, changed));
  }

  /** Without the first `count`. */
  dropFirst(count: number): Chunks<Item> {
    if (count <= 0) return this;
    if (count >= this.length) return new Chunks([]);
    const piece = this.#pieceOf(count);
    const rest = (this.#pieces[piece] ?? []).slice(count - (this.#starts[piece] ?? 0));
    return new Chunks([rest, ...this.#pieces.slice(piece + 1)]);
  }

  /** Without the last `count`. */
  dropLast(count: number): Chunks<Item> {
    if (count <= 0) return this;
    const length = this.length - count;
    if (length <= 0) return new Chunks([]);
    const piece = this.#pieceOf(length - 1);
    const rest = (this.#pieces[piece] ?? []).slice(0, length - (this.#starts[piece] ?? 0));
    return new Chunks([...this.#pieces.slice(0, piece), rest]);
  }

  /** The piece that holds the item of that index, which is within the list; of the end, the last one. */
  #pieceOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}

function piecesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const pieces: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += PIECE) pieces.push(items.slice(at, at + PIECE));
  return pieces;
}
