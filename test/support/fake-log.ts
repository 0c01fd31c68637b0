/** A file's id never comes again. As that of a real one, its text is another as long as the file is short, and older texts stay good. */
interface FakeFile {
  readonly id: number;
  readonly content: Buffer;
}

interface FakePlace {
  readonly offset: number;
  readonly isLost: boolean;
}

/** What a request says of one log. */
export interface FakeRead {
  readonly watcher: string;
  readonly source: string;
  readonly file?: string;
  readonly offset?: number;
  readonly back?: boolean;
}

/** What `log-find` takes. */
export interface FakeSearch extends FakeRead {
  readonly text: string;
  readonly ignoreCase?: boolean;
  readonly invert?: boolean;
  readonly lines?: number;
}

const MOST_FIND_BYTES = 4_096;
/** Bytes at a file's beginning that its text tells of. */
const FIRST = 64;
/** Seconds without a change. */
const AT_REST = 2;

let lastFile = 0;

/** One log of a fake node, in memory. Offsets without a file are those in the content of all files together. */
export class FakeLog {
  readonly #name: string;
  /** Oldest first. */
  #files: readonly FakeFile[] = [];
  #modified = 0;

  constructor(source: string) {
    this.#name = source.slice(source.lastIndexOf('/') + 1);
  }

  append(bytes: Buffer): void {
    const newest = this.#files.at(-1) ?? {id: ++lastFile, content: Buffer.alloc(0)};
    this.#files = [...this.#files.slice(0, -1), {...newest, content: Buffer.concat([newest.content, bytes])}];
    this.#modified = Date.now() / 1_000;
  }

  rotate(keep: number): void {
    this.#files = [...(keep === 0 ? [] : this.#files.slice(-keep)), {id: ++lastFile, content: Buffer.alloc(0)}];
  }

  truncate(): void {
    this.#files = [...this.#files.slice(0, -1), {id: ++lastFile, content: Buffer.alloc(0)}];
  }

  described(): readonly object[] {
    return this.#files.map(({id, content}, index) => ({
      name: this.#nameOf(index),
      file: textOf({id, content}),
      size: content.length,
      modified: this.#modified,
    }));
  }

  read(read: FakeRead, bytes: number): object {
    const all = this.#content();
    const {offset, isLost} = this.#place(read);
    const index = this.#fileAt(read.back === true ? offset - 1 : offset);
    const [from, to] = this.#range(index);
    const begin = read.back === true ? Math.max(from, offset - bytes) : offset;
    const end = read.back === true ? offset : Math.min(to, offset + bytes);
    return {
      data: all.subarray(begin, end).toString('base64'),
      name: this.#nameOf(index),
      start: this.#positionIn(index, begin),
      end: end === to && index < this.#fileAt(to) ? this.#position(to) : this.#positionIn(index, end),
      modified: this.#files.length === 0 ? null : this.#modified,
      left: read.back === true ? begin : all.length - end,
      lost: isLost ? null : 0,
    };
  }

  find(search: FakeSearch, step: number): object {
    const isBack = search.back === true;
    const all = this.#content();
    const {offset, isLost} = this.#place(search);
    const most = search.lines ?? 1_000;
    const hits: object[] = [];
    let at = offset;
    let isOver = false;
    while (hits.length < most && Math.abs(at - offset) < step) {
      const line = isBack ? lineBefore(all, at) : lineFrom(all, at, this.#isAtRest());
      isOver = line === null;
      if (line === null) break;
      if (isHit(line.text, search)) {
        const data = line.text.subarray(0, MOST_FIND_BYTES).toString('base64');
        hits.push({at: this.#position(line.from), data, bytes: line.text.length});
      }
      at = isBack ? line.from : line.next;
    }
    const end = isBack && isOver ? null : this.#position(at);
    const left = isBack ? at : all.length - at;
    return {hits, end, left: isOver ? 0 : left, scanned: Math.abs(at - offset), lost: isLost ? null : 0};
  }

  /** Whether a last line without an end counts as one. */
  #isAtRest(): boolean {
    return Date.now() / 1_000 - this.#modified > AT_REST;
  }

  #content(): Buffer {
    return Buffer.concat(this.#files.map(({content}) => content));
  }

  #nameOf(index: number): string {
    const age = this.#files.length - 1 - index;
    return age <= 0 ? this.#name : `${this.#name}.${age}`;
  }

  /** Where a file begins and ends in the whole. */
  #range(index: number): readonly [number, number] {
    const sizes = this.#files.map(({content}) => content.length);
    const from = sizes.slice(0, Math.max(0, index)).reduce((sum, size) => sum + size, 0);
    return [from, from + (sizes[index] ?? 0)];
  }

  /** The file that has this byte; at the end of all the newest one that has any. */
  #fileAt(offset: number): number {
    const holding = this.#files.findIndex((_, index) => offset < this.#range(index)[1]);
    if (holding >= 0) return holding;
    const last = this.#files.findLastIndex(({content}) => content.length > 0);
    return last >= 0 ? last : this.#files.length - 1;
  }

  #position(offset: number): object | null {
    return this.#positionIn(this.#fileAt(offset), offset);
  }

  #positionIn(index: number, offset: number): object | null {
    const file = this.#files[index];
    return file === undefined ? null : {file: textOf(file), offset: offset - this.#range(index)[0]};
  }

  #place({file: text, offset, back = false}: FakeRead): FakePlace {
    if (text === undefined) return {offset: back ? this.#content().length : 0, isLost: false};
    const wanted = Number.parseInt(text, 10);
    const index = this.#files.findIndex(({id}) => id === wanted);
    const [from, to] = this.#range(index);
    if (index >= 0 && (offset ?? 0) <= to - from)
      return {offset: offset === undefined ? to : from + offset, isLost: false};
    // The file is gone: on at what came after it.
    const next = this.#files.findIndex(({id}) => id > wanted);
    return {offset: next < 0 ? this.#content().length : this.#range(next)[0], isLost: true};
  }
}

function textOf({id, content}: FakeFile): string {
  return `${id}-${Math.min(content.length, FIRST)}`;
}

interface FakeLine {
  readonly from: number;
  /** Where the next line begins. */
  readonly next: number;
  readonly text: Buffer;
}

const LINE_END = 10;

function lineFrom(all: Buffer, from: number, isAtRest: boolean): FakeLine | null {
  const end = all.indexOf(LINE_END, from);
  if (from >= all.length || (end < 0 && !isAtRest)) return null;
  const to = end < 0 ? all.length : end;
  return {from, next: Math.min(to + 1, all.length), text: all.subarray(from, to)};
}

function lineBefore(all: Buffer, to: number): FakeLine | null {
  if (to <= 0) return null;
  const hasEnd = all[to - 1] === LINE_END;
  const from = (to < 2 ? -1 : all.lastIndexOf(LINE_END, to - 2)) + 1;
  return {from, next: to, text: all.subarray(from, hasEnd ? to - 1 : to)};
}

function isHit(line: Buffer, {text, ignoreCase = false, invert = false}: FakeSearch): boolean {
  const asCompared = (words: string) => (ignoreCase ? words.toLowerCase() : words);
  return asCompared(line.toString()).includes(asCompared(text)) !== invert;
}
