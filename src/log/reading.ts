import type {CallPort} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {LogPort, LogSelection, LogState} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {createBell} from './bell.js';
import {Desk, type DeskNode} from './desk.js';
import type {Direction} from './edge.js';
import {followNode} from './follow-node.js';
import {mostOf} from './most-of.js';
import {CAME_LATER, createMoves} from './moves.js';
import {createNodeReader} from './node-reader.js';
import type {Pages} from './pages.js';
import {findInWindow} from './search.js';
import {type Found, takeLogs} from './sources.js';

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

/** Milliseconds between two facts, at least: a page of new lines takes 10 ms to draw, and keys wait for it. */
const EMIT = 100;
/** Milliseconds that the first picture waits for a node that does not answer. */
const FIRST = 1_000;
/** Rows that a picture may have above what was found. */
const ABOVE = 200;

/** Opens logs and reads them until they are closed. Nothing of it rejects. */
export function openReading(selection: LogSelection, {call, clock, clockOffset, emit, lines}: LogOptions): Reading {
  const over = new AbortController();
  const {signal} = over;
  const bell = createBell();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let emitted = Number.NEGATIVE_INFINITY;
  /** What the window is being moved by; null: nothing. */
  let motion: AbortController | null = null;

  const emitNow = () => {
    timer = null;
    emitted = clock().monotonic;
    emit([{type: 'log-shown', at: clock(), log: desk.state()}]);
  };
  const onChange = () => {
    if (!signal.aborted) timer ??= setTimeout(emitNow, Math.max(0, emitted + EMIT - clock().monotonic));
  };

  const desk = new Desk(selection, {lines, onChange});
  const nodes = nodesOf(selection, id => createNodeReader({call, node: id, signal}));
  const nodeOf: Pages['nodeOf'] = ({node}) => {
    const known = nodes.get(node);
    if (known === undefined) throw new Error(`a log of ${node}, of which none was to be opened`);
    return known;
  };
  const pages: Pages = {desk, nodeOf, now: () => clock().wall, signal};
  const take = (node: DeskNode, found: Found) => takeLogs(pages, node, found, clockOffset(node.id));
  const lookAt = async (node: DeskNode) => {
    const found = await node.reader.sources(node.watchers);
    if (!signal.aborted) take(node, found);
  };
  const look = () => [...nodes.values()].map(lookAt);
  const moves = createMoves(pages, {lines, look});

  /** Moves the window; what moved it before is broken off. */
  async function move(
    loading: LogState['loading'],
    how: (signal: AbortSignal) => Promise<void>,
    looksAt: Direction = desk.lookedAt,
  ): Promise<void> {
    motion?.abort();
    const mine = new AbortController();
    motion = mine;
    desk.lookedAt = looksAt;
    desk.show({loading, ...(desk.shown.search?.state === 'running' ? {search: null} : {})});
    const stop = AbortSignal.any([signal, mine.signal]);
    await opened;
    if (!stop.aborted) await how(stop);
    if (motion !== mine || signal.aborted) return;
    motion = null;
    desk.show({loading: null});
    // What was asked for is shown at once.
    if (timer !== null) clearTimeout(timer);
    emitNow();
    bell.ring();
  }

  function moveToTime(loading: LogState['loading'], at: number): Promise<void> {
    return move(loading, stop => moves.toTime(at, stop), 'older');
  }

  /** Gives those logs their place that were not there when the window was moved to where it is. */
  async function join(node: DeskNode): Promise<void> {
    if (motion !== null) return;
    const late = desk.readable().filter(tape => tape.node === node.id && !tape.isPlaced);
    if (desk.shown.isAtEnd) await Promise.all(late.map(moves.join));
    else for (const {dating} of late) desk.setLog(dating.log, {problem: CAME_LATER});
  }

  /** Opens the logs of those nodes that say soon which they have; the others come later. */
  async function openLogs(): Promise<void> {
    const isWanted = () => desk.shown.isAtEnd && !desk.shown.isHeld;
    const answers = new Map<DeskNode, Found>();
    let isLate = false;
    const asked = [...nodes.values()].map(async node => {
      const found = await node.reader.sources(node.watchers);
      answers.set(node, found);
      if (isLate && !signal.aborted) take(node, found);
      void followNode(pages, node, {bell, isWanted, look: () => lookAt(node), join: () => join(node)});
    });
    await mostOf(asked, {patience: FIRST, now: pages.now, signal});
    if (signal.aborted) return;
    isLate = true;
    // In the order in which they were named, whichever answered first.
    for (const node of nodes.values()) {
      const found = answers.get(node);
      if (found !== undefined) take(node, found);
    }
  }

  const opened = openLogs();
  if (selection.at === null) void move('first', moves.toEnd, 'newer');
  else void moveToTime('first', selection.at);

  return {
    close: () => {
      over.abort();
      if (timer !== null) clearTimeout(timer);
    },
    older: () => {
      desk.lookedAt = 'older';
      if (motion === null && !desk.state().isAtStart) void move('older', moves.older);
    },
    newer: () => {
      desk.lookedAt = 'newer';
      if (motion === null && !desk.shown.isAtEnd) void move('newer', moves.newer);
    },
    toStart: () => void move('newer', moves.toStart, 'older'),
    toEnd: () => void move('older', moves.toEnd, 'newer'),
    toTime: at => void moveToTime('newer', at),
    filter: filter => {
      desk.show({filter, scanned: null, search: null});
      void move('older', moves.filter);
    },
    search: (filter, direction, from) => {
      const row = findInWindow(desk, filter, direction, from);
      if (row === null) {
        void move(direction, stop => moves.search(filter, direction, stop), direction);
        return;
      }
      // Before it is drawn so much may come that it would fall out; and what is above it is to be there, too.
      desk.lookedAt = 'older';
      desk.show({search: {filter, state: 'found', row}});
      if (motion === null && row - desk.window.first < ABOVE && !desk.state().isAtStart)
        void move('older', moves.older);
    },
    endSearch: () => {
      const isRunning = desk.shown.search?.state === 'running';
      desk.show({search: null, ...(isRunning ? {loading: null} : {})});
      if (!isRunning) return;
      motion?.abort();
      motion = null;
      // It was about to go elsewhere.
      if (desk.window.rows.length === 0) void move('older', moves.toEnd, 'newer');
    },
    hold: isHeld => {
      desk.show({isHeld});
      bell.ring();
    },
  };
}

function nodesOf(
  {targets}: LogSelection,
  readerOf: (node: NodeId) => DeskNode['reader'],
): ReadonlyMap<NodeId, DeskNode> {
  const nodes = new Map<NodeId, DeskNode>();
  for (const {node: id, watcher} of targets) {
    const known = nodes.get(id);
    const watchers = [...(known?.watchers ?? []), watcher];
    nodes.set(id, {id, reader: known?.reader ?? readerOf(id), watchers, away: null, hasAnswered: false});
  }
  return nodes;
}
