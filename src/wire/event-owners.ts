import type {EventFact} from '../model/facts.js';
import type {Clock} from '../model/time.js';
import type {SpeltEvent} from './event-topic.js';
import type {NodeClient} from './node-client.js';
import type {WatcherNames} from './watcher-names.js';

/**
 * Whose an event is where circus spells several watchers alike: a process has one owner, so the pid in it decides. The
 * processes of such watchers are asked for when a pid is new; an event without a pid belongs to whom the one just before it does.
 */
export interface EventOwners {
  /** Takes an event that means one of these; it is passed on as soon as it is known which, in the order of the events. */
  readonly take: (event: SpeltEvent, meant: readonly string[]) => void;
  /** Asks which processes these watchers have. */
  readonly ask: (watchers: readonly string[]) => void;
  /** The connection is gone. */
  readonly stop: () => void;
}

export interface EventOwnersOptions {
  readonly client: NodeClient;
  readonly names: WatcherNames;
  readonly clock: Clock;
  readonly pass: (fact: EventFact) => void;
  /** The live processes of a watcher whose name circus takes for another one's, too: nothing else can list them. */
  readonly onProcesses: (watcher: string, pids: readonly number[], nodeTime: number) => void;
  /** It is not known which of these was meant: their state is to be read again. */
  readonly onUndecided: (meant: readonly string[]) => void;
}

interface Waiting {
  readonly event: SpeltEvent;
  readonly meant: readonly string[];
  /** How many answers had been asked for when it came: a later one surely knows of it. */
  readonly asked: number;
}

/** Milliseconds. */
const ANSWER = 5_000;
/** Asking costs the node more than an answer to a ping, as it describes each process: so long is between two questions at the least… */
const PAUSE = 250;
/** …and so many times as long as the last answer took. */
const SPARING = 4;
/** What of a flood is kept until it is decided. */
const MOST_WAITING = 200;
/** circusd answers an error when a process ends just while it is described. */
const TRIES = 3;
/** Seconds between the event of a process and that of its watcher which tells what the first was part of. */
const TOGETHER = 1;

export function createEventOwners({
  client,
  names,
  clock,
  pass,
  onProcesses,
  onUndecided,
}: EventOwnersOptions): EventOwners {
  const owners = new Map<number, string>();
  /** By topic: the last event of a process. */
  const last = new Map<string, EventFact>();
  let waiting: Waiting[] = [];
  /** Of whom a flood had more than is kept: what that told has to be read. */
  let overfull = new Set<string>();
  let wanted = new Set<string>();
  let connection = 0;
  let asked = 0;
  /** Monotonic ms. */
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let timer: NodeJS.Timeout | undefined;

  function take(event: SpeltEvent, meant: readonly string[]): void {
    const isBehind = waiting.some(each => each.event.spelt === event.spelt);
    // What had a pid before it was given to a new process says nothing of that.
    const owner = isBehind || event.toFact('').type === 'process-spawned' ? null : ownerOf(event, meant);
    if (owner !== null) passOn(event, owner);
    else if (!isBehind && pidOf(event) === null) onUndecided(meant);
    else {
      if (waiting.length < MOST_WAITING) waiting.push({event, meant, asked});
      else for (const watcher of meant) overfull.add(watcher);
      ask(meant);
    }
  }

  function passOn(event: SpeltEvent, owner: string): void {
    const fact = event.toFact(owner);
    if ('pid' in fact) {
      last.set(event.spelt, fact);
      if (fact.type === 'process-reaped') owners.delete(fact.pid);
    } else last.delete(event.spelt);
    pass(fact);
  }

  function ownerOf(event: SpeltEvent, meant: readonly string[]): string | null {
    const pid = pidOf(event);
    const owner = pid === null ? ownerByTheLast(event) : (owners.get(pid) ?? null);
    return owner !== null && meant.includes(owner) ? owner : null;
  }

  /** circusd does one thing at a time: it says that a watcher was started just after it said so of its processes. */
  function ownerByTheLast(event: SpeltEvent): string | null {
    const before = last.get(event.spelt);
    if (before === undefined) return null;
    const fact = event.toFact(before.watcher);
    if (!('nodeTime' in fact && 'nodeTime' in before) || fact.nodeTime - before.nodeTime > TOGETHER) return null;
    switch (fact.type) {
      case 'watcher-started':
        return before.type === 'process-spawned' ? before.watcher : null;
      case 'watcher-stopped':
        return before.type === 'process-reaped' && !owns(before.watcher) ? before.watcher : null;
      case 'watcher-reloaded':
        return before.type === 'process-killed' || before.type === 'process-spawned' ? before.watcher : null;
      default:
        return null;
    }
  }

  function owns(watcher: string): boolean {
    return [...owners.values()].some(owner => owner === watcher);
  }

  function learn(watcher: string, pids: readonly number[]): void {
    for (const pid of pids) owners.set(pid, watcher);
  }

  function ask(watchers: readonly string[]): void {
    for (const watcher of watchers) wanted.add(watcher);
    if (isAsking || timer !== undefined || wanted.size === 0) return;
    timer = setTimeout(() => void answer(), Math.max(0, askAgainAt - clock().monotonic));
  }

  async function answer(): Promise<void> {
    const own = connection;
    const these = [...wanted];
    timer = undefined;
    wanted = new Set();
    isAsking = true;
    const began = clock().monotonic;
    const round = ++asked;
    await readAll(these, () => own !== connection);
    if (own !== connection) return;
    isAsking = false;
    const now = clock().monotonic;
    askAgainAt = now + Math.max(PAUSE, SPARING * (now - began));
    settle(round);
    ask([]);
  }

  async function readAll(watchers: readonly string[], isOver: () => boolean): Promise<void> {
    const single = watchers.filter(watcher => !names.isShared(watcher));
    const reads: Promise<unknown>[] = single.map(async watcher => {
      const result = await tried(() => client('children', {watcher}, {timeout: ANSWER}), isOver);
      if (result === null) return;
      forget(watcher);
      learn(watcher, result.reply.pids);
    });
    if (single.length < watchers.length) reads.push(readEvery(isOver));
    await Promise.all(reads);
  }

  async function readEvery(isOver: () => boolean): Promise<void> {
    const result = await tried(() => client('everyProcess', {}, {timeout: ANSWER}), isOver);
    if (result === null) return;
    for (const [watcher, {live, ended}] of result.reply) {
      if (!names.isShared(watcher)) continue;
      forget(watcher);
      learn(watcher, [...live, ...ended]);
      onProcesses(watcher, live, result.nodeTime);
    }
  }

  function forget(watcher: string): void {
    for (const [pid, owner] of owners) if (owner === watcher) owners.delete(pid);
  }

  /** Passes on what is decided now. What an answer that was asked for later did not decide stays open. */
  function settle(round: number): void {
    const before = waiting;
    waiting = [];
    const open = overfull;
    overfull = new Set();
    for (const each of before) {
      const isBehind = waiting.some(({event}) => event.spelt === each.event.spelt);
      const owner = isBehind ? null : ownerOf(each.event, each.meant);
      if (owner !== null) passOn(each.event, owner);
      else if (each.asked >= round || isBehind) waiting.push(each);
      else for (const watcher of each.meant) open.add(watcher);
    }
    for (const {meant} of waiting) for (const watcher of meant) wanted.add(watcher);
    if (open.size > 0) onUndecided([...open]);
  }

  return {
    take,
    ask,
    stop: () => {
      connection++;
      clearTimeout(timer);
      timer = undefined;
      isAsking = false;
      waiting = [];
      overfull = new Set();
      wanted = new Set();
      owners.clear();
      last.clear();
    },
  };
}

function pidOf(event: SpeltEvent): number | null {
  const fact = event.toFact('');
  return 'pid' in fact ? fact.pid : null;
}

async function tried<Result extends {readonly kind: string}>(
  call: () => Promise<Result>,
  isOver: () => boolean,
): Promise<Extract<Result, {kind: 'reply'}> | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const result = await call();
    if (isOver()) return null;
    if (isReply(result)) return result;
    if (result.kind !== 'refused') return null;
  }
  return null;
}

function isReply<Result extends {readonly kind: string}>(result: Result): result is Extract<Result, {kind: 'reply'}> {
  return result.kind === 'reply';
}
