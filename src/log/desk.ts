import type {LogPosition} from '../model/log.js';
import type {LogLine, LogNote, LogRow, LogSelection, LogState, OpenLog} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import type {Direction} from './edge.js';
import type {NodeReader} from './node-reader.js';
import {placeNewerAt, placeOlderAt, type Tape} from './tape.js';
import {dropNewer, dropOlder, type LogRows, NO_ROWS, putInPlace, putNewer, putOlder, replaceRow} from './window.js';

/** A node of which logs are read. */
export interface DeskNode {
  readonly id: NodeId;
  readonly reader: NodeReader;
  /** Of which logs are read. */
  readonly watchers: readonly string[];
  /** Why it does not answer now, for people; null: it does, as far as is known. */
  away: string | null;
  /** Whether it has ever answered, be it that it tells of no log. */
  hasAnswered: boolean;
}

/** So late, in ms, a line may come and is put to its place still. */
const LATE = 2_000;

type Shown = Omit<LogState, 'rows' | 'first' | 'logs' | 'isAtStart'>;

/**
 * All that belongs to the logs that are open: the window, and where it stands in each of them. Here is what keeps these in step; who
 * reads, and when, is elsewhere.
 */
export class Desk {
  readonly tapes: Tape[] = [];
  shown: Shown;
  /** At which end the rows are that are looked at, as far as somebody has asked for more beyond them: they do not fall out. */
  lookedAt: Direction = 'newer';
  readonly #lines: number;
  readonly #onChange: () => void;
  #logs: readonly OpenLog[] = [];
  #window: LogRows = NO_ROWS;
  /** Rows that came and are not in the window yet, in the order of their logs each. */
  #arrived: LogRow[] = [];

  /** @param lines rows that the window may have */
  constructor(selection: LogSelection, {lines, onChange}: {readonly lines: number; readonly onChange: () => void}) {
    this.#lines = lines;
    this.#onChange = onChange;
    this.shown = {
      selection,
      isAtEnd: false,
      loading: 'first',
      isHeld: false,
      filter: selection.filter,
      scanned: null,
      search: null,
      problem: null,
    };
  }

  get logs(): readonly OpenLog[] {
    return this.#logs;
  }

  get window(): LogRows {
    this.#settle();
    return this.#window;
  }

  state(): LogState {
    const {rows, first} = this.window;
    return {...this.shown, logs: this.#logs, rows, first, isAtStart: this.#isAtStart()};
  }

  show(change: Partial<Shown>): void {
    this.shown = {...this.shown, ...change};
    this.#onChange();
  }

  addLog(log: OpenLog, tape: Tape): void {
    this.#logs = [...this.#logs, log];
    this.tapes.push(tape);
    this.#onChange();
  }

  setLog(index: number, change: Partial<Pick<OpenLog, 'problem' | 'hasTimes' | 'isNowhere'>>): void {
    const log = this.#logs[index];
    if (log === undefined) return;
    const changed = {...log, ...change};
    if (changed.problem === log.problem && changed.hasTimes === log.hasTimes && changed.isNowhere === log.isNowhere)
      return;
    this.#logs = this.#logs.with(index, changed);
    this.#onChange();
  }

  /** Those that can be read now. */
  readable(): readonly Tape[] {
    return this.tapes.filter(({dating}) => this.#logs[dating.log]?.problem === null);
  }

  /** Those of them that have their place. */
  placed(): readonly Tape[] {
    return this.readable().filter(({isPlaced}) => isPlaced);
  }

  /** Takes all rows away; those to come have other numbers. */
  empty(): void {
    const {rows, first} = this.window;
    this.#window = {rows: NO_ROWS.rows, first: first + rows.length};
    this.#onChange();
  }

  /** Puts rows to an end of the window, the nearest first. What is too much falls out at the other end, and is to be read again. */
  put(direction: Direction, nearestFirst: readonly LogRow[]): void {
    if (nearestFirst.length === 0) return;
    const {rows} = this.window;
    const edge = (direction === 'older' ? rows.at(0) : rows.at(-1 + rows.length))?.at;
    const inOrder = edge === undefined ? nearestFirst : nearestFirst.map(row => this.#beyond(row, direction, edge));
    if (direction === 'older') {
      this.#window = putOlder(this.#window, inOrder.toReversed());
      this.#dropNewer(this.#window.rows.length - this.#lines);
    } else {
      this.#window = putNewer(this.#window, inOrder);
      this.#dropOlder(this.#window.rows.length - this.#lines);
    }
    this.#onChange();
  }

  /** Takes rows of one log, oldest first, that came just now and belong near the end. */
  arrive(rows: readonly LogRow[]): void {
    if (rows.length === 0) return;
    for (const row of rows) this.#arrived.push(row);
    this.#onChange();
  }

  /** Puts a line of ours about a node to the end. */
  note(node: DeskNode, note: LogNote['note'], now: number): void {
    const log = this.#logs.findIndex(one => one.node === node.id);
    if (log !== -1 && this.shown.isAtEnd)
      this.arrive([{kind: 'note', log, at: Math.max(now, this.arrivalFloor()), note}]);
  }

  /** Nothing that comes now is put before this; ms since 1970 by our clock. */
  arrivalFloor(): number {
    const {rows} = this.#window;
    return (rows.at(rows.length - 1)?.at ?? Number.NEGATIVE_INFINITY) - LATE;
  }

  /** Puts a line in the place of what was known of it, wherever that is; where it fell out of the window, it comes anew. */
  replace(row: LogLine, by: LogLine): void {
    this.#onChange();
    for (const rows of [this.#arrived, this.tapes[row.log]?.older.queue ?? []]) {
      const index = rows.lastIndexOf(row);
      if (index === -1) continue;
      rows[index] = by;
      return;
    }
    const replaced = replaceRow(this.#window, row, by);
    if (replaced === null) this.#arrived.push(by);
    else this.#window = replaced;
  }

  /** Finds where older rows are to be read of those logs of which some fell out at that end. */
  findOlderPlaces(): void {
    const {rows} = this.window;
    const cutOff = new Map(this.tapes.filter(({isCutOff}) => isCutOff).map(tape => [tape.dating.log, tape]));
    const bound = rows.at(0)?.at ?? Number.POSITIVE_INFINITY;
    if (cutOff.size === 0) return;
    for (const row of rows) {
      const tape = row.kind === 'line' ? cutOff.get(row.log) : undefined;
      if (row.kind !== 'line' || tape === undefined) continue;
      placeOlderAt(tape, row.position, bound);
      cutOff.delete(row.log);
      if (cutOff.size === 0) return;
    }
    for (const tape of cutOff.values()) placeOlderAt(tape, nextPlace(tape), bound);
  }

  /** Has each log read on right beyond the end of the window: what lies at its edge is read again. */
  findEdges(direction: Direction): void {
    for (const tape of this.tapes) {
      const hasNothing = tape[direction].isOver && tape[direction].queue.length === 0;
      if (direction === 'older') tape.isCutOff ||= tape.isPlaced && !hasNothing;
      else if (tape.growing === null)
        placeNewerAt(tape, nextPlace(tape), tape.newer.queue.at(-1)?.at ?? tape.newer.bound);
    }
    if (direction === 'older') this.findOlderPlaces();
  }

  /** Where newer rows of each log are to be read. */
  newerPlaces(): ReadonlyMap<Tape, LogPosition | null> {
    return new Map(this.placed().map(tape => [tape, nextPlace(tape)]));
  }

  /** Puts what came into the window. @returns whether rows fell out at the older end since places there were found last */
  isCutOff(): boolean {
    this.#settle();
    return this.tapes.some(({isCutOff}) => isCutOff);
  }

  #isAtStart(): boolean {
    return this.placed().every(({older, isCutOff}) => older.isOver && older.queue.length === 0 && !isCutOff);
  }

  /** Puts what came into the window. */
  #settle(): void {
    if (this.#arrived.length === 0) return;
    const arrived = this.#arrived.toSorted((one, other) => one.at - other.at);
    this.#arrived = [];
    this.#window = putInPlace(this.#window, arrived);
    const tooMany = this.#window.rows.length - this.#lines;
    if (this.lookedAt === 'newer') this.#dropOlder(tooMany);
    else this.#dropNewer(tooMany);
  }

  /** A row whose time contradicts that it is beyond the end of the window has the nearest time that does not. */
  #beyond(row: LogRow, direction: Direction, edge: number): LogRow {
    if (direction === 'older' ? row.at <= edge : row.at >= edge) return row;
    if (row.kind === 'note') return {...row, at: edge};
    const changed = {...row, at: edge, isOwnTime: false};
    const tape = this.tapes[row.log];
    // What is read after it comes after it.
    if (tape !== undefined) tape[direction].bound = edge;
    if (tape?.growing === row) tape.growing = changed;
    return changed;
  }

  #dropOlder(count: number): void {
    if (count <= 0) return;
    for (const {log} of this.#window.rows.slice(0, count)) {
      const tape = log === null ? undefined : this.tapes[log];
      if (tape !== undefined) tape.isCutOff = true;
    }
    this.#window = dropOlder(this.#window, count);
  }

  #dropNewer(count: number): void {
    if (count <= 0) return;
    const {rows} = this.#window;
    const earliest = new Map<number, LogLine>();
    for (const row of rows.slice(rows.length - count).toReversed()) if (row.kind === 'line') earliest.set(row.log, row);
    for (const [log, {position, at}] of earliest) {
      const tape = this.tapes[log];
      if (tape !== undefined) placeNewerAt(tape, position, at);
    }
    this.#window = dropNewer(this.#window, count);
    this.shown = {...this.shown, isAtEnd: false};
  }
}

/** Where the first line of a log is, or will be, that is not in the window and is newer. */
function nextPlace({newer, forward}: Tape): LogPosition | null {
  const next = newer.queue.findLast(row => row.kind === 'line');
  return next?.kind === 'line' ? next.position : (forward.unfinished()?.position ?? newer.place);
}
