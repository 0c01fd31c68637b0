import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {NodeClient} from './node-client.js';
import type {ReadProblems} from './read-problems.js';
import type {Channel, Endpoint, Way} from './way.js';

/** Where a node's streams are; null: the node has none, or it was not asked for. */
interface Streams {
  readonly events: Endpoint | null;
  readonly statistics: Endpoint | null;
}

interface FindStreamsOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly problems: ReadProblems;
  readonly wantsStatistics: boolean;
  readonly way: Way;
  /** Whether the connection is gone: nothing is reported then. */
  readonly isOver: () => boolean;
  /** Gets where the node says that it takes commands, before streams are opened; null: it did not say. */
  readonly onCommands: (endpoint: string | null) => void;
}

/** Milliseconds. */
const ANSWER = 5_000;

/** Asks the node where it sends events and statistics (`globaloptions`), and opens its way to them. Never rejects. */
export async function findStreams(options: FindStreamsOptions): Promise<Streams> {
  const {node, client, clock, emit, problems, wantsStatistics, way, isOver, onCommands} = options;
  const result = await client('endpoints', {}, {timeout: ANSWER});
  if (isOver()) return {events: null, statistics: null};
  if (result.kind === 'reply') emit([{type: 'endpoints-read', at: clock(), node, endpoints: result.reply.endpoints}]);
  else problems.report('globaloptions', result.reason);
  const answer = result.kind === 'reply' ? result.reply.endpoints : null;
  onCommands(answer?.commands ?? null);

  async function open(channel: Channel): Promise<Endpoint | null> {
    const found = await way.open(channel);
    if (!('problem' in found)) return found;
    if (!isOver()) problems.report('globaloptions', found.problem);
    return null;
  }
  const [events, statistics] = await Promise.all([
    open({kind: 'events', bind: answer?.events ?? null}),
    wantsStatistics ? open({kind: 'statistics', bind: answer?.statistics ?? null}) : null,
  ]);
  return {events, statistics};
}
