import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {waitFor} from '../model/wait-for.js';
import {shownNodes} from '../store/selectors.js';
import type {NodeRow, State} from '../store/state.js';
import {missingText} from '../wording/event.js';
import type {EventsOptions} from './events-request.js';
import {gap, type Heard, heardFrom} from './heard-events.js';
import {type EndSignal, EXIT, exitCodeOf, type Io} from './io.js';
import {heardJson, heardText} from './printed-events.js';
import type {Session} from './session.js';

/** Milliseconds until a node that is connected is not waited for any more: it is asked several times. */
const ANSWERS = 40_000;

/** Prints what happened on the nodes, as far as they keep it, and with `--follow` what happens. @returns the exit code: 0 when every node told */
export async function events(session: Session, options: EventsOptions, io: Io): Promise<number> {
  const {isFollowing, until} = options;
  const interrupt = new AbortController();
  let ending: EndSignal | null = null;
  const unlisten = io.onSignal(signal => {
    ending ??= signal;
    interrupt.abort();
  });
  const print = (heard: readonly Heard[]) => {
    const lines = heard.filter(each => isMeant(each, options)).map(options.isJson ? heardJson : heardText);
    if (lines.length > 0) io.out(lines.join(''));
  };
  const before: Heard[] = [];
  const stopHearing = session.hear(facts => before.push(...heardOf(facts, session)));
  await session.connect();
  await session.settled(interrupt.signal);
  await session.until(hasTold, ANSWERS, interrupt.signal);
  stopHearing();
  if (ending === null) {
    // The second name of a circusd may have turned out to be one since.
    const shown = new Set(shownNodes(session.store.state()).map(row => row.spec.id));
    print(before.filter(({node}) => shown.has(node)).sort((one, other) => one.time - other.time));
    for (const problem of problems(session.store.state(), isFollowing)) io.err(`circusman: ${problem}\n`);
  }
  const left = until === null ? null : until - session.clock().wall;
  if (isFollowing && ending === null && (left === null || left > 0)) {
    const away = new Set<NodeId>();
    const stop = session.hear(facts => {
      print(heardOf(facts, session));
      for (const fact of facts) tellOfLink(fact, away, {session, print, io});
    });
    await waitFor<void>({timeout: left, signal: interrupt.signal, onTimeout: NOTHING, onAbort: NOTHING}, () => NOTHING);
    stop();
  }
  unlisten();
  if (ending !== null) return exitCodeOf(ending);
  const isTold = shownNodes(session.store.state()).every(row => row.caughtUp?.problem === null);
  return isTold ? EXIT.ok : EXIT.notOk;
}

function heardOf(facts: readonly Fact[], session: Session): readonly Heard[] {
  return facts.flatMap(fact => heardFrom(fact, session.store.state()));
}

/** All nodes have told what happened, or cannot. */
function hasTold(state: State): boolean {
  return shownNodes(state).every(({link, caughtUp}) => link === 'offline' || caughtUp !== null);
}

function isMeant({time}: Heard, {since, until}: EventsOptions): boolean {
  return (since === null || time >= since) && (until === null || time <= until);
}

/** Why a node did not tell what happened, a sentence each. */
function problems(state: State, isFollowing: boolean): readonly string[] {
  return shownNodes(state).flatMap(row => {
    const why = problemOf(row);
    return why === null ? [] : [`${row.spec.id}: ${why}${isFollowing ? '; what happens from now on is shown' : ''}`];
  });
}

function problemOf({link, error, caughtUp}: NodeRow): string | null {
  if (caughtUp === null) return link === 'offline' ? `offline: ${error ?? 'no answer yet'}` : UNANSWERED;
  switch (caughtUp.problem) {
    case null:
      return null;
    case 'keeps-none':
      return 'keeps no events: it needs the package circus/ (circusman-node), or a newer one';
    case 'unanswered':
      return UNANSWERED;
  }
}

const NOTHING = () => {};

const UNANSWERED = 'did not tell what happened';

interface Telling {
  readonly session: Session;
  readonly print: (heard: readonly Heard[]) => void;
  readonly io: Io;
}

/** While events are followed: what keeps them from coming, and what was missed meanwhile. `away`: nodes of which that was said. */
function tellOfLink(fact: Fact, away: Set<NodeId>, {session, print, io}: Telling): void {
  if (fact.type === 'node-lost') {
    away.add(fact.node);
    io.err(`circusman: ${fact.node}: offline: ${fact.reason}\n`);
  }
  if (fact.type !== 'events-caught-up') return;
  const {node, at, problem} = fact;
  if (session.store.state().nodes.get(node)?.sameAs !== null) return;
  if (away.delete(node)) io.err(`circusman: ${node}: online again\n`);
  if (problem !== null) print([gap(node, at.wall, missingText({count: null, why: problem}))]);
}
