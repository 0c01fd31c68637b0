import type {CallPort, CallResult, Calls} from '../../src/model/calls.js';
import type {LogHit, LogHits, LogPiece, LogRead, LogSearch} from '../../src/model/log.js';

interface MemoryFile {
  readonly id: string;
  data: Buffer;
  /** Ms since 1970. */
  modified: number;
}

const NO_SUCH = {kind: 'failed', reason: 'there is no such log'} as const;

/** A log in memory, as a node has it: files that are written to, rotated, truncated and removed. */
export class MemoryLog {
  files: MemoryFile[] = [];
  readonly time: string | null;
  #made = 0;

  constructor(time: string | null = null) {
    this.time = time;
  }

  append(text: string | Uint8Array, modified = Date.now()): void {
    const last = this.files.at(-1) ?? this.rotate();
    last.data = Buffer.concat([last.data, Buffer.from(text)]);
    last.modified = modified;
  }

  /** Begins a new file; of the older ones so many are kept. */
  rotate(kept = 100): MemoryFile {
    const file = {id: `file ${this.#made++}`, data: Buffer.alloc(0), modified: Date.now()};
    this.files = [...(kept === 0 ? [] : this.files.slice(-kept)), file];
    return file;
  }

  /** Empties the file that is written to: it is another one then. */
  truncate(): void {
    this.files.pop();
    this.rotate();
  }

  /** As if its process did not write to it meanwhile: the next line is in a new file. */
  remove(): void {
    this.files = [];
  }

  get size(): number {
    return this.files.reduce((size, {data}) => size + data.length, 0);
  }

  read({from, isBackwards, bytes}: Omit<LogRead, 'watcher' | 'source'>, room: number): LogPiece {
    const none = {
      kind: 'data',
      data: Buffer.alloc(0),
      name: null,
      start: null,
      end: null,
      modified: null,
      left: 0,
    } as const;
    if (this.files.length === 0) return {...none, lost: from === null ? 0 : null};
    let index = this.files.findIndex(({id}) => id === from?.file);
    let offset = from?.offset ?? null;
    const isLost = from !== null && index === -1;
    const number = (id: string) => Number(id.split(' ')[1]);
    if (from === null) {
      index = isBackwards ? this.files.length - 1 : 0;
      offset = isBackwards ? null : 0;
    } else if (index === -1) {
      const before = this.files.filter(({id}) => number(id) < number(from.file)).length;
      index = isBackwards ? Math.max(0, before - 1) : Math.min(before, this.files.length - 1);
      offset = isBackwards && before > 0 ? null : 0;
    }
    let at = offset ?? this.files[index]?.data.length ?? 0;
    const step = isBackwards ? -1 : 1;
    for (;;) {
      const next = this.files[index + step];
      if (next === undefined || at !== (isBackwards ? 0 : this.files[index]?.data.length)) break;
      index += step;
      at = isBackwards ? next.data.length : 0;
    }
    const file = this.files[index];
    if (file === undefined) throw new Error('no file');
    const count = Math.min(bytes ?? room, room, isBackwards ? at : file.data.length - at);
    const start = isBackwards ? at - count : at;
    const others = isBackwards ? this.files.slice(0, index) : this.files.slice(index + 1);
    const left = others.reduce(
      (sum, {data}) => sum + data.length,
      isBackwards ? start : file.data.length - start - count,
    );
    const following = this.files[index + 1];
    const isRead = start + count === file.data.length && following !== undefined;
    return {
      kind: 'data',
      data: file.data.subarray(start, start + count),
      name: file.id,
      start: {file: file.id, offset: start},
      end: isRead ? {file: following.id, offset: 0} : {file: file.id, offset: start + count},
      modified: file.modified,
      left,
      lost: isLost ? null : 0,
    };
  }

  /** One file at a step; lines do not go on in the next file here. */
  find({from, isBackwards, filter, most}: LogSearch): LogHits {
    const whole = Math.max(1, this.size);
    const piece = this.read({from, isBackwards, bytes: whole}, whole);
    if (piece.kind === 'failed' || piece.start === null)
      return {hits: [], end: null, left: 0, scanned: 0, lost: piece.kind === 'failed' ? 0 : piece.lost};
    const {data, start, left} = piece;
    const lines: LogHit[] = [];
    for (let at = 0; at < data.length; ) {
      const newline = data.indexOf(10, at);
      const end = newline === -1 ? data.length : newline;
      lines.push({at: {file: start.file, offset: start.offset + at}, data: data.subarray(at, end), bytes: end - at});
      at = end + 1;
    }
    const fold = (text: string) => (filter.ignoresCase ? text.toLowerCase() : text);
    const found = lines.filter(line => {
      const has = fold(Buffer.from(line.data).toString()).includes(fold(filter.text));
      return has !== filter.isInverted;
    });
    const hits = (isBackwards ? found.reverse() : found).slice(0, most);
    const last = hits.length === most ? hits.at(-1) : undefined;
    if (last === undefined)
      return {hits, end: isBackwards ? start : piece.end, left, scanned: data.length, lost: piece.lost};
    const offset = isBackwards ? last.at.offset : last.at.offset + last.bytes + 1;
    const scanned = isBackwards ? start.offset + data.length - offset : offset - start.offset;
    return {hits, end: {file: start.file, offset}, left: left + data.length - scanned, scanned, lost: piece.lost};
  }
}

/** Nodes in memory, each with logs named `WATCHER SOURCE`. */
export class MemoryNodes {
  readonly nodes = new Map<string, Map<string, MemoryLog>>();
  /** Nodes that do not answer. */
  readonly away = new Set<string>();
  /** Nodes without the package. */
  readonly stock = new Set<string>();
  /** Bytes of an answer. */
  room = 196_608;
  /** Calls of each kind, and how many of a node were under way at once at most. */
  readonly calls: {readonly node: string; readonly name: string}[] = [];
  mostAtOnce = 0;
  /** What is done before each answer. */
  before: () => Promise<void> = () => Promise.resolve();
  readonly #underWay = new Map<string, number>();

  log(node: string, name: string, log = new MemoryLog()): MemoryLog {
    const logs = this.nodes.get(node) ?? new Map<string, MemoryLog>();
    this.nodes.set(node, logs.set(name, log));
    return log;
  }

  readonly call: CallPort = async (node, name, args) => {
    this.calls.push({node, name});
    const key = `${node} ${name}`;
    const underWay = (this.#underWay.get(key) ?? 0) + 1;
    this.#underWay.set(key, underWay);
    this.mostAtOnce = Math.max(this.mostAtOnce, underWay);
    await this.before();
    this.#underWay.set(key, underWay - 1);
    if (this.away.has(node)) return {kind: 'unsent', reason: 'offline'};
    if (this.stock.has(node)) return {kind: 'refused', reason: `unknown command: "${name}"`};
    return this.#answer(node, name, args) as CallResult<Calls[typeof name]['reply']>;
  };

  #answer(node: string, name: string, args: unknown): CallResult<unknown> {
    const logs = this.nodes.get(node) ?? new Map<string, MemoryLog>();
    const reply = (answer: unknown) => ({kind: 'reply', reply: answer, nodeTime: Date.now() / 1_000}) as const;
    switch (name) {
      case 'logSources': {
        const {watchers} = args as Calls['logSources']['args'];
        const sources = [...logs].map(([key, {files, time}]) => {
          const [watcher = '', source = ''] = key.split(' ');
          const said = files.map(({id, data, modified}) => ({name: id, file: id, size: data.length, modified}));
          return {watcher, source, files: said, time, problem: null};
        });
        return reply({utcOffset: 0, sources: sources.filter(({watcher}) => watchers?.includes(watcher) ?? true)});
      }
      case 'readLogs': {
        const {reads, bytes} = args as Calls['readLogs']['args'];
        const room = Math.max(1, Math.floor(Math.min(bytes, this.room) / reads.length));
        return reply(reads.map(read => logs.get(`${read.watcher} ${read.source}`)?.read(read, room) ?? NO_SUCH));
      }
      case 'findInLog': {
        const search = args as LogSearch;
        const found = logs.get(`${search.watcher} ${search.source}`)?.find(search);
        return found === undefined ? {kind: 'refused', reason: NO_SUCH.reason} : reply(found);
      }
      default:
        throw new Error(`${name} is not asked of logs`);
    }
  }
}
