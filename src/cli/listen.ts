import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {waitFor} from '../model/wait-for.js';
import {heardFrom} from './heard-events.js';
import {EXIT, type Io} from './io.js';
import {heardJson, heardText} from './printed-events.js';
import type {Session} from './session.js';

/**
 * Prints the events of nodes as they come, until the signal is aborted; a node that goes away or comes back is told on stderr, and so
 * is one that is another name of a circusd whose events are told already. @returns the exit code
 */
export async function listen(
  session: Session,
  {
    nodes,
    isJson,
    signal,
  }: {readonly nodes: readonly NodeId[] | null; readonly isJson: boolean; readonly signal: AbortSignal},
  io: Io,
): Promise<number> {
  const away = new Set<NodeId>();
  const twins = new Set<NodeId>();
  tellOfTwins();
  const stop = session.hear(facts => {
    tellOfTwins();
    const state = session.store.state();
    const meant = nodes === null ? null : new Set(nodes.map(node => state.nodes.get(node)?.sameAs ?? node));
    const isMeant = ({node}: {readonly node: NodeId}) => meant === null || meant.has(node);
    const heard = facts.flatMap(fact => heardFrom(fact, state)).filter(isMeant);
    if (heard.length > 0) io.out(heard.map(isJson ? heardJson : heardText).join(''));
    for (const fact of facts) if ('node' in fact && isMeant(fact)) tellOfLink(fact, away, io);
  });
  const nothing = () => {};
  await waitFor<void>({timeout: null, signal, onTimeout: nothing, onAbort: nothing}, () => nothing);
  stop();
  return EXIT.ok;

  /** Who answers at a node may be found while it is listened to. */
  function tellOfTwins(): void {
    for (const node of nodes ?? []) {
      const first = session.store.state().nodes.get(node)?.sameAs;
      if (first == null || twins.has(node)) continue;
      twins.add(node);
      io.err(
        `circusman: ${node}: the same circusd answers here as at ${first}: its events are told as those of ${first}\n`,
      );
    }
  }
}

/** @param away nodes that were told to be offline */
function tellOfLink(fact: Extract<Fact, {readonly node: NodeId}>, away: Set<NodeId>, io: Io): void {
  if (fact.type === 'node-lost' && !away.has(fact.node)) {
    away.add(fact.node);
    io.err(`circusman: ${fact.node}: offline: ${fact.reason}\n`);
  }
  if (fact.type === 'ping-answered' && away.delete(fact.node)) {
    io.err(`circusman: ${fact.node}: online again; events in between are not here\n`);
  }
}
