import type {CallPort} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {LogPort, LogSelection} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';
import {createBell} from './bell.js';
import {Desk, type DeskNode} from './desk.js';
import type {Direction} from './edge.js';
import {extend} from './extend.js';
import {createFetchPage, fetchFirst} from './fetch-page.js';
import {followNode} from './follow-node.js';
import {goToTime, noTimes} from './go-to-time.js';
import {createNodeReader} from './node-reader.js';
import type {Pages} from './pages.js';
import {lookForLogs} from './sources.js';
import {forgetPlace, placeAt, type Tape} from './tape.js';

export interface LogOptions {
  readonly call: CallPort;
  readonly clock: Clock;
  /** Milliseconds that the node's clock is ahead of ours, as far as is known. */
  readonly clockOffset: (node: NodeId) => number;
  readonly emit: (facts: readonly Fact[]) => void;
  /** Rows that are held here at most. */
  readonly lines: number;
}

/** The logs that are open now. */
export type Reading = Omit<LogPort, 'open'>;

/** Milliseconds between two facts, at least. */
const EMIT = 50;
/** Rows of a page: a screen or some. */
const PAGE = 1_000;
/** Milliseconds that the first picture waits for a node that does not answer. */
const FIRST = 1_000;
/** Milliseconds that a log may take to find a time in it. */
const SEEK = 5_000;
/** Bytes of the first page of all logs together. */
const FIRST_BYTES = 131_072;
const LEAST_FIRST = 4_096;

/** Opens logs and reads them until they are closed. Nothing of it rejects. */
export function openReading(selection: LogSelection, {call, clock, clockOffset, emit, lines}: LogOptions): Reading {
  const over = new AbortController();
  const {signal} = over;
  const bell = createBell();
  const now = () => clock().wall;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let emitted = Number.NEGATIVE_INFINITY;
  /** What the window is being moved by; null: nothing. */
  let motion: AbortController | null = null;
  /** Where the rows are that are looked at, as far as one has asked for more beyond them. */
  let lookedAt: Direction = 'newer';

  const emitNow = () => {
    // It is no more followed what is not looked at, as long as that would take away what is.
    if (desk.shown.isAtEnd && lookedAt === 'older' && desk.isFull) desk.show({isAtEnd: false});
    timer = null;
    emitted = clock().monotonic;
    emit([{type: 'log-shown', at: clock(), log: desk.state()}]);
  };
  const emitSoon = () => {
    if (signal.aborted) return;
    timer ??= setTimeout(emitNow, Math.max(0, emitted + EMIT - clock().monotonic));
  };

  const desk = new Desk(selection, {lines, onChange: emitSoon});
  const nodes = new Map<NodeId, DeskNode>();
  for (const {node: id, watcher} of selection.targets) {
    const known = nodes.get(id);
    const watchers = [...(known?.watchers ?? []), watcher];
    const reader = known?.reader ?? createNodeReader({call, node: id, signal});
    nodes.set(id, {id, reader, watchers, away: null, hasAnswered: false});
  }
  const nodeOf = ({node}: Tape): DeskNode => {
    const known = nodes.get(node);
    if (known === undefined) throw new Error(`a log of ${node}, of which none was to be opened`);
    return known;
  };
  const pages: Pages = {desk, nodeOf, now, signal};
  const fetch = createFetchPage(pages);

  const isWanted = () => desk.shown.isAtEnd && !desk.shown.isHeld;

  /** Moves the window; what moved it before is broken off. */
  async function move(
    loading: 'first' | 'older' | 'newer',
    how: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    motion?.abort();
    const mine = new AbortController();
    motion = mine;
    desk.show({loading});
    await how(AbortSignal.any([signal, mine.signal]));
    if (motion !== mine || signal.aborted) return;
    motion = null;
    desk.show({loading: null});
    bell.ring();
  }

  async function toEnd(stop: AbortSignal): Promise<void> {
    for (const tape of desk.tapes) forgetPlace(tape);
    desk.empty();
    const tapes = desk.readable();
    const bytes = Math.max(LEAST_FIRST, Math.round(FIRST_BYTES / Math.max(1, tapes.length)));
    await Promise.race([Promise.all(tapes.map(tape => fetchFirst(pages, tape, bytes))), pause(FIRST, stop)]);
    if (stop.aborted) return;
    desk.show({isAtEnd: true});
    await extend(desk, 'older', {rows: PAGE, fetch, signal: stop});
  }

  async function toTime(at: number, stop: AbortSignal): Promise<void> {
    await Promise.race([Promise.all([...nodes.values()].map(look)), pause(FIRST, stop)]);
    if (stop.aborted) return;
    for (const tape of desk.tapes) forgetPlace(tape);
    desk.empty();
    const tapes = desk.readable();
    const hasTimes = tapes.some(({dating}) => dating.pattern !== null);
    desk.show({isAtEnd: false, problem: hasTimes || tapes.length === 0 ? null : noTimes(desk)});
    await Promise.race([Promise.all(tapes.map(tape => goToTime(pages, tape, at))), pause(SEEK, stop)]);
    if (stop.aborted) return;
    const isAtEnd = await extend(desk, 'newer', {rows: PAGE, fetch, signal: stop});
    if (isAtEnd && !stop.aborted) desk.show({isAtEnd});
    await extend(desk, 'older', {rows: PAGE, fetch, signal: stop});
  }

  async function toStart(stop: AbortSignal): Promise<void> {
    for (const tape of desk.tapes) placeAt(tape, null);
    desk.empty();
    desk.show({isAtEnd: false});
    await toNewer(stop);
  }

  async function toNewer(stop: AbortSignal): Promise<void> {
    // What was at its end may have gone on.
    for (const {newer} of desk.placed()) newer.isOver = false;
    const isAtEnd = await extend(desk, 'newer', {rows: PAGE, fetch, signal: stop});
    if (isAtEnd && !stop.aborted) desk.show({isAtEnd});
  }

  async function toOlder(stop: AbortSignal): Promise<void> {
    desk.findOlderPlaces();
    await extend(desk, 'older', {rows: PAGE, fetch, signal: stop});
  }

  /** A log that is found when the window is at the end already: its rows come to their places. */
  async function join(tape: Tape): Promise<void> {
    await fetchFirst(pages, tape, LEAST_FIRST * 4);
    const {rows} = desk.window;
    const from = rows.at(0)?.at ?? Number.NEGATIVE_INFINITY;
    const {queue} = tape.older;
    const older = queue.findLastIndex(row => row.at < from) + 1;
    desk.arrive(queue.splice(older));
  }

  const look = (node: DeskNode) => lookForLogs(pages, node, () => clockOffset(node.id));

  const lookAndJoin = async (node: DeskNode) => {
    await look(node);
    if (signal.aborted || motion !== null || !desk.shown.isAtEnd) return;
    const late = desk.readable().filter(tape => tape.node === node.id && !tape.isPlaced);
    await Promise.all(late.map(join));
  };

  async function begin(stop: AbortSignal): Promise<void> {
    const looks = [...nodes.values()].map(async node => {
      await look(node);
      void followNode(pages, node, {bell, isWanted, lookForLogs: () => lookAndJoin(node)});
    });
    await Promise.race([Promise.all(looks), pause(FIRST, stop)]);
    if (stop.aborted) return;
    await (selection.at === null ? toEnd(stop) : toTime(selection.at, stop));
  }

  void move('first', begin);

  return {
    close: () => {
      over.abort();
      if (timer !== null) clearTimeout(timer);
    },
    older: () => {
      lookedAt = 'older';
      if (motion === null && !desk.state().isAtStart) void move('older', toOlder);
    },
    newer: () => {
      lookedAt = 'newer';
      if (motion === null && !desk.shown.isAtEnd) void move('newer', toNewer);
      bell.ring();
    },
    toStart: () => {
      lookedAt = 'older';
      void move('newer', toStart);
    },
    toEnd: () => {
      lookedAt = 'newer';
      void move('first', toEnd);
    },
    toTime: at => {
      lookedAt = 'older';
      void move('newer', stop => toTime(at, stop));
    },
    filter: () => {},
    search: () => {},
    endSearch: () => {},
    hold: isHeld => {
      desk.show({isHeld});
      bell.ring();
    },
  };
}
