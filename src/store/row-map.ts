/**
 * A map whose keys stay while its values change: a copy with one row changed costs a copy of pointers, and hashes nothing.
 * Of a thousand nodes each is changed several times a second.
 */
export class RowMap<Key, Row> implements ReadonlyMap<Key, Row> {
  readonly #places: ReadonlyMap<Key, number>;
  readonly #rows: Row[];

  private constructor(places: ReadonlyMap<Key, number>, rows: Row[]) {
    this.#places = places;
    this.#rows = rows;
  }

  /** In the order of the entries; of two with one key the later one counts, in the place of the first. */
  static of<Key, Row>(entries: Iterable<readonly [Key, Row]>): RowMap<Key, Row> {
    const map = new Map(entries);
    const places = new Map([...map.keys()].map((key, place) => [key, place]));
    return new RowMap(places, [...map.values()]);
  }

  /** For `replace`, which this one and nobody else sees. */
  copy(): RowMap<Key, Row> {
    return new RowMap(this.#places, this.#rows.slice());
  }

  /** Only on a `copy` that nobody has seen yet. A key that is not there is left out. */
  replace(key: Key, row: Row): void {
    const place = this.#places.get(key);
    if (place !== undefined) this.#rows[place] = row;
  }

  /** Whether the other one comes from this one by `copy`, or this one from it: then they have the same keys in the same order. */
  hasSameKeys(other: RowMap<Key, Row>): boolean {
    return other.#places === this.#places;
  }

  get size(): number {
    return this.#rows.length;
  }

  has(key: Key): boolean {
    return this.#places.has(key);
  }

  get(key: Key): Row | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#rows[place];
  }

  keys(): MapIterator<Key> {
    return this.#places.keys();
  }

  values(): MapIterator<Row> {
    return this.#rows.values();
  }

  *entries(): MapIterator<[Key, Row]> {
    const rows = this.#rows.values();
    for (const key of this.#places.keys()) {
      const {value, done} = rows.next();
      if (done !== true) yield [key, value];
    }
  }

  [Symbol.iterator](): MapIterator<[Key, Row]> {
    return this.entries();
  }

  forEach(act: (row: Row, key: Key, map: ReadonlyMap<Key, Row>) => void): void {
    for (const [key, row] of this) act(row, key, this);
  }
}
