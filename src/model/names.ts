/** Names in their order, each of them once, and where each of them is. */
export class Names {
  readonly list: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(list: readonly string[]) {
    this.list = list;
    this.#places = new Map(list.map((name, place) => [name, place]));
  }

  /** Null: it is none of them. */
  placeOf(name: string): number | null {
    return this.#places.get(name) ?? null;
  }

  isOf(list: readonly string[]): boolean {
    return list.length === this.list.length && list.every((name, place) => name === this.list[place]);
  }
}

/** A map whose values are made each time they are read: it holds none of them. Of a thousand nodes there are some each second. */
export class ReadMap<Value> implements ReadonlyMap<string, Value> {
  readonly #names: Names;
  readonly #read: (place: number) => Value;

  constructor(names: Names, read: (place: number) => Value) {
    this.#names = names;
    this.#read = read;
  }

  get size(): number {
    return this.#names.list.length;
  }

  has(name: string): boolean {
    return this.#names.placeOf(name) !== null;
  }

  get(name: string): Value | undefined {
    const place = this.#names.placeOf(name);
    return place === null ? undefined : this.#read(place);
  }

  keys(): MapIterator<string> {
    return this.#names.list.values();
  }

  *values(): MapIterator<Value> {
    for (let place = 0; place < this.size; place++) yield this.#read(place);
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [place, name] of this.#names.list.entries()) yield [name, this.#read(place)];
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  /** It makes less garbage than the iterators. */
  forEach(act: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    const {list} = this.#names;
    for (let place = 0; place < list.length; place++) act(this.#read(place), list[place] ?? '', this);
  }
}
