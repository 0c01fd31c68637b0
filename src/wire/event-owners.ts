import type {EventFact} from '../model/facts.js';
import type {Clock} from '../model/time.js';
import type {SpeltEvent} from './event-topic.js';
import type {NodeClient} from './node-client.js';
import {createProcessOwners, pidOf} from './process-owners.js';
import {readOwners} from './read-owners.js';
import type {WatcherNames} from './watcher-names.js';

/**
 * Decides which watcher an event is of where circus spells several alike: a process has one owner, so the pid in the event
 * decides. A new pid makes circusman ask for the processes of such watchers. An event without a pid is of the watcher that the
 * event just before it was of.
 */
export interface EventOwners {
  /** Takes an event of one of these watchers; it is passed on once it is known of which, in the order of the events. */
  readonly take: (event: SpeltEvent, candidates: readonly string[]) => void;
  /** Asks which processes these watchers have. */
  readonly ask: (watchers: readonly string[]) => void;
  /** The connection is gone. */
  readonly stop: () => void;
}

interface EventOwnersOptions {
  readonly client: NodeClient;
  readonly names: WatcherNames;
  readonly clock: Clock;
  readonly pass: (fact: EventFact) => void;
  /** Gets the live processes of a watcher whose name circus takes for another one's, too: nothing else can list them. */
  readonly onProcesses: (watcher: string, pids: readonly number[], nodeTime: number) => void;
  /** An event was of one of these watchers, and it is not known of which: the state of all is to be read again. */
  readonly onUndecided: (candidates: readonly string[]) => void;
}

interface Waiting {
  readonly event: SpeltEvent;
  readonly candidates: readonly string[];
  /** How many questions had been asked when it came: the answer to a later one surely knows of it. */
  readonly asked: number;
}

/** A question costs the node more than a ping, as it describes each process. The least ms from an answer to the next question… */
const PAUSE = 250;
/** …and the least pause in times that the last answer took. */
const SPARING = 4;
/** Events kept until they are decided. */
const MOST_WAITING = 200;

export function createEventOwners(options: EventOwnersOptions): EventOwners {
  const {client, names, clock, pass, onProcesses, onUndecided} = options;
  const owners = createProcessOwners();
  let waiting: Waiting[] = [];
  /** Candidates of events that were too many to keep. */
  let overfull = new Set<string>();
  let wanted = new Set<string>();
  let connection = 0;
  let asked = 0;
  /** Monotonic ms. */
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let timer: NodeJS.Timeout | undefined;

  function take(event: SpeltEvent, candidates: readonly string[]): void {
    const isBehind = waiting.some(each => each.event.spelt === event.spelt);
    // The last owner of a pid says nothing of a new process that was given the same pid.
    const isNew = event.toFact('').type === 'process-spawned';
    const owner = isBehind || isNew ? null : owners.ownerOf(event, candidates);
    if (owner !== null) pass(owners.assign(event, owner));
    else if (!isBehind && pidOf(event) === null) onUndecided(candidates);
    else {
      if (waiting.length < MOST_WAITING) waiting.push({event, candidates, asked});
      else for (const watcher of candidates) overfull.add(watcher);
      ask(candidates);
    }
  }

  function ask(watchers: readonly string[]): void {
    for (const watcher of watchers) wanted.add(watcher);
    if (isAsking || timer !== undefined || wanted.size === 0) return;
    timer = setTimeout(() => void readWanted(), Math.max(0, askAgainAt - clock().monotonic));
  }

  async function readWanted(): Promise<void> {
    const own = connection;
    const watchers = [...wanted];
    timer = undefined;
    wanted = new Set();
    isAsking = true;
    const began = clock().monotonic;
    const round = ++asked;
    await readOwners({client, names, owners, onProcesses}, watchers, () => own !== connection);
    if (own !== connection) return;
    isAsking = false;
    const now = clock().monotonic;
    askAgainAt = now + Math.max(PAUSE, SPARING * (now - began));
    decide(round);
    ask([]);
  }

  /** Passes on what is decided now. An event that the answer to a later question did not decide stays undecided. */
  function decide(round: number): void {
    const before = waiting;
    waiting = [];
    const undecided = overfull;
    overfull = new Set();
    for (const each of before) {
      const isBehind = waiting.some(({event}) => event.spelt === each.event.spelt);
      const owner = isBehind ? null : owners.ownerOf(each.event, each.candidates);
      if (owner !== null) pass(owners.assign(each.event, owner));
      else if (each.asked >= round || isBehind) waiting.push(each);
      else for (const watcher of each.candidates) undecided.add(watcher);
    }
    for (const {candidates} of waiting) for (const watcher of candidates) wanted.add(watcher);
    if (undecided.size > 0) onUndecided([...undecided]);
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
    },
  };
}
