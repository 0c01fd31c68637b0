import type {CallResult} from '../model/calls.js';
import type {EventFact, EventPlace, Fact, RecallFact, RecallProblem} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {StreamBatch} from '../model/stream.js';
import type {Clock, Instant} from '../model/time.js';
import {ProtocolError} from './errors.js';
import {type EventMemory, placeOfCursor} from './event-memory.js';
import {type KeptEvent, keptEvent} from './kept-event.js';
import type {NodeClient} from './node-client.js';
import type {TakeTurn} from './turns.js';
import {isUnknownCommand} from './unknown-command.js';

/** Asks a node for the events that were missed, as long as its package keeps them, and tells them from those that come by themselves. */
interface EventRecall {
  /** Events flow on a new connection, or cannot. */
  readonly begin: () => void;
  /** Some may have been missed since; `isSaid`: by how many, is said already. */
  readonly catchUp: (isSaid: boolean) => void;
  /** One has come. @returns it as what it is to the list of what happened: new, or known already */
  readonly take: (fact: EventFact) => EventFact;
  /** The connection is gone. */
  readonly end: () => void;
}

interface EventRecallOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly memory: EventMemory;
  /** Milliseconds from the begin of a connection until the node is asked. */
  readonly after: number;
  /** Of all nodes only some are asked at a time: what a thousand of them have kept would hold up the keys. */
  readonly takeTurn: TakeTurn;
}

/** Milliseconds. */
const ANSWER = 5_000;
const RETRY = 1_000;
/** What is younger may still be under way on the event socket: it is recalled a little later, if it has not come by then. */
const UNDER_WAY = 500;
const MOST_TRIES = 3;
/** Events of one fact. */
const MOST_GATHERED = 2_000;

export function createEventRecall({
  node,
  client,
  clock,
  emit,
  memory,
  after,
  takeTurn,
}: EventRecallOptions): EventRecall {
  let connection = 0;
  /** Whether the node is being asked, or will be. */
  let isDue = false;
  let keepsNone = false;
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let told: {readonly at: Instant; readonly rtt: number; readonly nodeTime: number} | null = null;
  let gathered: EventFact[] = [];
  let gap: Extract<RecallFact, {type: 'events-recalled'}>['lost'] = null;

  function askIn(ms: number): void {
    isDue = true;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), ms);
  }

  async function ask(): Promise<void> {
    const own = connection;
    const giveUpTurn = await takeTurn();
    try {
      if (own === connection) await askNow(own);
    } finally {
      giveUpTurn();
    }
  }

  async function askNow(own: number): Promise<void> {
    const args = {command: 'events', properties: {}, cursor: memory.cursor()};
    const askedAt = clock();
    const result: CallResult<StreamBatch> = await client('poll', args, {timeout: ANSWER});
    if (own !== connection) return;
    if (result.kind === 'reply') {
      tries = 0;
      const at = clock();
      told = {at, rtt: at.monotonic - askedAt.monotonic, nodeTime: result.nodeTime};
      take(result.reply, result.nodeTime);
      return;
    }
    keepsNone = result.kind === 'refused' && isUnknownCommand(result.reason);
    if (result.kind !== 'refused' && ++tries < MOST_TRIES) askIn(RETRY);
    else caughtUp(keepsNone ? 'keeps-none' : 'unanswered');
  }

  function take({cursor, items, lost, hasMore}: StreamBatch, nodeTime: number): void {
    const answered = placeOfCursor(cursor);
    if (answered === null) {
      caughtUp('unanswered');
      return;
    }
    const {life} = answered;
    const events = items.flatMap(item => readable(item, life));
    const fresh = events.filter(({number}) => !memory.has({life, number}));
    const young = fresh.find(event => isUnderWay(event, nodeTime));
    const recalled = fresh.filter(({number}) => young === undefined || number < young.number);
    memory.knowsUpTo(young === undefined ? answered : {life, number: young.number - 1});
    gathered.push(...recalled.flatMap(({fact}) => (fact === null ? [] : [fact])));
    if (lost !== 0) gap = {count: lost, why: lost === null ? 'restarted' : 'not-kept'};
    if (hasMore && young === undefined) {
      if (gathered.length >= MOST_GATHERED) report();
      askIn(0);
      return;
    }
    const isToBeAsked = young !== undefined || memory.hasGap();
    // A gap stands before what comes after it.
    if (gathered.length > 0 || !isToBeAsked) report();
    if (isToBeAsked) askIn(UNDER_WAY);
    else caughtUp(null);
  }

  /** What cannot be read is left out: no number says that it was missed. */
  function readable(item: unknown, life: string): readonly KeptEvent[] {
    try {
      return [keptEvent(item, node, life, clock())];
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return [];
    }
  }

  /** All of several answers at once: what belongs together may be parted by them. */
  function report(): void {
    if (told !== null && (gathered.length > 0 || gap !== null)) {
      emit([{type: 'events-recalled', ...told, node, events: gathered, lost: gap}]);
    }
    gathered = [];
    gap = null;
  }

  function caughtUp(problem: RecallProblem | null): void {
    isDue = false;
    tries = 0;
    emit([{type: 'events-caught-up', at: clock(), node, problem}]);
  }

  return {
    begin: () => {
      connection++;
      keepsNone = false;
      tries = 0;
      askIn(after);
    },
    catchUp: isSaid => {
      if (!isDue && !(keepsNone && isSaid)) askIn(0);
    },
    take: fact => {
      const place: EventPlace | undefined = fact.type === 'signal-sent' ? undefined : fact.place;
      if (place === undefined) return fact;
      const isKnown = memory.heard(place);
      if (memory.hasGap() && !isDue) askIn(UNDER_WAY);
      return isKnown ? {...fact, isListed: true} : fact;
    },
    end: () => {
      connection++;
      clearTimeout(timer);
      isDue = false;
      report();
    },
  };
}

/** Where the node's clock was set back it seems to be yet to come, and is not waited for. */
function isUnderWay(event: KeptEvent, nodeTime: number): boolean {
  const age = (nodeTime - event.nodeTime) * 1_000;
  return age >= 0 && age < UNDER_WAY;
}
