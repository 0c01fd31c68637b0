import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {waitFor} from '../model/wait-for.js';
import {type Heard, heardFrom} from './heard-events.js';
import {EXIT, type Io} from './io.js';
import {heardJson, heardText} from './printed-events.js';
import type {Session} from './session.js';

/** Prints the events of nodes as they come, until the signal is aborted; a node that goes away or comes back is told on stderr. @returns the exit code */
export async function listen(
  session: Session,
  {
    nodes,
    isJson,
    signal,
  }: {readonly nodes: readonly NodeId[] | null; readonly isJson: boolean; readonly signal: AbortSignal},
  io: Io,
): Promise<number> {
  const meant = nodes === null ? null : new Set(nodes);
  const isMeant = ({node}: Pick<Heard, 'node'>) => meant === null || meant.has(node);
  const away = new Set<NodeId>();
  const stop = session.hear(facts => {
    const heard = facts.flatMap(fact => heardFrom(fact, session.store.state())).filter(isMeant);
    if (heard.length > 0) io.out(heard.map(isJson ? heardJson : heardText).join(''));
    for (const fact of facts) if ('node' in fact && isMeant(fact)) tellOfLink(fact, away, io);
  });
  const nothing = () => {};
  await waitFor<void>({timeout: null, signal, onTimeout: nothing, onAbort: nothing}, () => nothing);
  stop();
  return EXIT.ok;
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
