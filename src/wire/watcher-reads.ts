import type {CallResult} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {NodeClient} from './node-client.js';

/** Reads options and processes of watchers in the background, where events do not say what they are now. */
interface WatcherReads {
  /** Reads the watcher now. Called again before that is done, it reads once more afterwards. */
  readonly read: (watcher: string) => void;
  /** Reads it in a moment, once a burst of events about it is over: until then the node has more urgent things to do. */
  readonly readSoon: (watcher: string) => void;
  /** The connection is gone: nothing more is read, and an answer that still comes counts for nothing. */
  readonly stop: () => void;
}

interface WatcherReadsOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly onProcesses: (watcher: string, pids: readonly number[]) => void;
}

/** Milliseconds. */
const ANSWER = 5_000;
const SOON = 200;

export function createWatcherReads({node, client, clock, emit, onProcesses}: WatcherReadsOptions): WatcherReads {
  const underWay = new Map<string, 'once' | 'again'>();
  const soon = new Map<string, NodeJS.Timeout>();
  let connection = 0;

  async function readOne(watcher: string): Promise<void> {
    const own = connection;
    const [options, processes] = await Promise.all([
      client('options', {watcher}, {timeout: ANSWER}),
      client('processes', {watcher}, {timeout: ANSWER}),
    ]);
    if (own !== connection) return;
    const isRefused = options.kind === 'refused' || processes.kind === 'refused';
    if (isRefused && (await isGone(watcher))) return;
    if (own !== connection) return;
    const common = {at: clock(), node, watcher};
    const facts: Fact[] = [];
    if (options.kind === 'reply') {
      facts.push({...common, type: 'options-read', nodeTime: options.nodeTime, options: options.reply});
    } else facts.push(...failure('get', options));
    if (processes.kind === 'reply') {
      facts.push({...common, type: 'processes-read', nodeTime: processes.nodeTime, pids: processes.reply});
      onProcesses(watcher, processes.reply);
    } else facts.push(...failure('list', processes));
    if (facts.length > 0) emit(facts);
  }

  /** Whether it was removed: that it cannot be read any more is no problem of the node. */
  async function isGone(watcher: string): Promise<boolean> {
    const statuses = await client('statuses', {}, {timeout: ANSWER});
    return statuses.kind === 'reply' && !statuses.reply.has(watcher);
  }

  /** That a node does not answer is reported by its link already. */
  function failure(call: string, result: Exclude<CallResult<unknown>, {kind: 'reply'}>): readonly Fact[] {
    return result.kind === 'unsent' ? [] : [{type: 'read-failed', at: clock(), node, call, reason: result.reason}];
  }

  function read(watcher: string): void {
    if (underWay.has(watcher)) {
      underWay.set(watcher, 'again');
      return;
    }
    void (async () => {
      do {
        underWay.set(watcher, 'once');
        await readOne(watcher);
      } while (underWay.get(watcher) === 'again');
      underWay.delete(watcher);
    })();
  }

  return {
    read,
    readSoon: watcher => {
      if (soon.has(watcher)) return;
      const timer = setTimeout(() => {
        soon.delete(watcher);
        read(watcher);
      }, SOON);
      soon.set(watcher, timer);
    },
    stop: () => {
      connection++;
      for (const timer of soon.values()) clearTimeout(timer);
      soon.clear();
    },
  };
}
