import type {EventFact} from '../model/facts.js';
import type {WatcherHealth} from '../model/service.js';
import type {WatcherState} from '../model/watcher.js';
import {createNodeInfoReads, type NodeInfoOptions} from './node-info.js';

/** Reads what only a node with the package `circus/` can say: what it is, and how its watchers are (`health`). */
interface NodeHealth {
  /** A connection or epoch begins: the node is asked what it is. */
  readonly begin: () => void;
  /** A ping has been answered. */
  readonly handleStatuses: (statuses: ReadonlyMap<string, WatcherState>) => void;
  readonly handleEvent: (event: EventFact) => void;
  /** Reads now; resolves when the answer has been emitted, or there is none. Never rejects. */
  readonly readNow: () => Promise<void>;
  /** The connection is gone: an answer that still comes counts for nothing. */
  readonly end: () => void;
}

/** Milliseconds. */
const ANSWER = 5_000;
/** How soon it is read again while something is awaited: that a service is ready, that a reset has removed its files. */
const AWAITED = 1_000;
/** The package repeats an answer for half a second: one that is asked for so long after an event is surely newer than the event. */
const SURELY_LATER = 600;

export function createNodeHealth(options: NodeInfoOptions): NodeHealth {
  const {node, client, clock, emit, onProblem} = options;
  const info = createNodeInfoReads(options, read);
  let connection = 0;
  /** Whether `health` is under way, and whether it is wanted once more after that. */
  let reading: 'no' | 'once' | 'again' = 'no';
  let timer: NodeJS.Timeout | undefined;
  /** Calls of `readNow` that wait for an answer to a question that is asked from now on. */
  const waiting: (() => void)[] = [];
  const running = new Set<string>();

  function read(): void {
    if (!info.hasPackage()) return;
    if (reading === 'no') void readWhileWanted();
    else reading = 'again';
  }

  async function readWhileWanted(): Promise<void> {
    const own = connection;
    do {
      reading = 'once';
      const due = waiting.splice(0);
      const result = await client('health', {}, {timeout: ANSWER});
      if (own !== connection) return settle(due);
      if (result.kind === 'reply') {
        emit([{type: 'health-read', at: clock(), node, nodeTime: result.nodeTime, health: result.reply}]);
        if (isAwaited(result.reply)) readIn(AWAITED);
        info.handleHealth(result.reply);
      } else if (result.kind !== 'unsent') onProblem('health', result.reason);
      settle(due);
    } while (isWantedAgain());
    reading = 'no';
  }

  function settle(due: readonly (() => void)[]): void {
    for (const resolve of due) resolve();
  }

  function isWantedAgain(): boolean {
    return reading === 'again';
  }

  function readIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(read, ms);
  }

  function isAwaited(health: ReadonlyMap<string, WatcherHealth>): boolean {
    return [...health].some(
      ([name, {isReady, removing}]) => removing !== null || (isReady === false && running.has(name)),
    );
  }

  /** What is being read counts for nothing any more. */
  function stop(): void {
    connection++;
    settle(waiting.splice(0));
    clearTimeout(timer);
    reading = 'no';
  }

  return {
    begin: () => {
      stop();
      info.begin();
    },
    handleStatuses: statuses => {
      running.clear();
      for (const [name, state] of statuses) if (state === 'running' || state === 'starting') running.add(name);
      read();
      info.handleStatuses();
    },
    handleEvent: ({type, watcher}) => {
      if (type === 'watcher-stopped') running.delete(watcher);
      else if (type === 'watcher-started' || type === 'process-spawned') running.add(watcher);
      else if (type !== 'process-reaped') return;
      // Many nodes are started at once: what can wait for the next ping does. Processes that outlived a stop cannot wait,
      // whether the watcher is a service or not.
      if (!info.isService(watcher) && type !== 'watcher-stopped') return;
      read();
      if (info.hasPackage()) readIn(SURELY_LATER);
    },
    readNow: () => {
      if (!info.hasPackage()) return Promise.resolve();
      const {promise, resolve} = Promise.withResolvers<void>();
      waiting.push(resolve);
      read();
      return promise;
    },
    end: () => {
      stop();
      info.end();
      running.clear();
    },
  };
}
