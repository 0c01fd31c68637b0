import type {CallResult} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {NodeInfo, WatcherHealth} from '../model/service.js';
import type {Clock} from '../model/time.js';
import type {NodeClient} from './node-client.js';
import {isUnknownCommand} from './unknown-command.js';

/** Reads what a node is (`node-info`), which only one with the package `circus/` answers. */
interface NodeInfoReads {
  /** A connection or epoch begins: the node is asked what it is. */
  readonly begin: () => void;
  /** A ping has been answered: asks again where there was no answer, or it has become old. */
  readonly handleStatuses: () => void;
  /** Asks again where the health names other services than the node did. */
  readonly handleHealth: (health: ReadonlyMap<string, WatcherHealth>) => void;
  /** Whether the node has the package, as far as this connection knows. */
  readonly hasPackage: () => boolean;
  /** Whether the watcher is a service, so that more of it can change than events and pings say. */
  readonly isService: (watcher: string) => boolean;
  /** The connection is gone. */
  readonly end: () => void;
}

export interface NodeInfoOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  /** Milliseconds from the begin of a connection until the node is asked what it is. */
  readonly askAfter: number;
  /** Milliseconds until it is asked again: its disks fill, and its load changes. */
  readonly askAgain: number;
  /** Gets what it answered, each time; null: nothing, as a stock circusd, or nothing that could be read. */
  readonly onInfo: (info: NodeInfo | null) => void;
  /** Reports what could not be read. */
  readonly onProblem: (call: string, reason: string) => void;
}

/** Milliseconds. */
const ANSWER = 5_000;

/** @param onKnown is called once it is known whether the node has the package */
export function createNodeInfoReads(options: NodeInfoOptions, onKnown: () => void): NodeInfoReads {
  const {node, client, clock, emit, askAfter, askAgain, onInfo, onProblem} = options;
  let connection = 0;
  /** unasked: no connection yet · asked: it has not answered yet · unread: its answer was none, it is asked again. */
  let state: 'unasked' | 'asked' | 'unread' | 'package' | 'stock' = 'unasked';
  /** Monotonic ms, when it was last asked. */
  let askedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  /** By the watcher's name in small letters. */
  const services = new Map<string, string>();
  /** What `health` named when it was last asked for that: what the node never explains is asked for once. */
  let explained = '';

  async function ask(): Promise<void> {
    state = 'asked';
    const result = await askOnce();
    if (result === null) return;
    const isStock = result.kind === 'refused' && isUnknownCommand(result.reason);
    state = result.kind === 'reply' ? 'package' : isStock ? 'stock' : 'unread';
    if (result.kind === 'reply' || isStock) take(result.kind === 'reply' ? result.reply : null);
    else if (result.kind !== 'unsent') unread(result.reason);
    onKnown();
  }

  /** What it answered before stands until it answers again. */
  async function askAnew(): Promise<void> {
    const result = await askOnce();
    if (result?.kind === 'reply') take(result.reply);
  }

  /** @returns null: the connection is gone */
  async function askOnce(): Promise<CallResult<NodeInfo> | null> {
    const own = connection;
    askedAt = clock().monotonic;
    const result = await client('nodeInfo', {}, {timeout: ANSWER});
    return own === connection ? result : null;
  }

  function take(info: NodeInfo | null): void {
    services.clear();
    for (const {watcher, service} of info?.services ?? []) services.set(watcher.toLowerCase(), service);
    emit([{type: 'node-info-read', at: clock(), node, info}]);
    onInfo(info);
  }

  function unread(reason: string): void {
    onProblem('node-info', reason);
    onInfo(null);
  }

  return {
    begin: () => {
      connection++;
      clearTimeout(timer);
      state = 'asked';
      timer = setTimeout(() => void ask(), askAfter);
    },
    handleStatuses: () => {
      if (state === 'unread') void ask();
      else if (state === 'package' && clock().monotonic - askedAt >= askAgain) void askAnew();
    },
    // The node was given a new configuration since.
    handleHealth: health => {
      const others = [...health].filter(([name, {service}]) => (services.get(name.toLowerCase()) ?? null) !== service);
      const named = others.map(([name, {service}]) => `${name} ${service}`).join('\n');
      if (named === '' || named === explained) return;
      explained = named;
      void askAnew();
    },
    hasPackage: () => state === 'package',
    isService: watcher => services.has(watcher.toLowerCase()),
    end: () => {
      connection++;
      clearTimeout(timer);
      state = 'unasked';
    },
  };
}
