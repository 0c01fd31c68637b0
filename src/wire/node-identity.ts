import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {NodeClient} from './node-client.js';
import type {ReadProblems} from './read-problems.js';

/** Asks which circusd answers at a node's address (`dstats`). The question blocks circusd, so it is asked when there is time. */
interface NodeIdentity {
  /** Asks in so many ms, in place of what was planned before. */
  readonly askIn: (ms: number) => void;
  /** The connection is gone: an answer that still comes counts for nothing. */
  readonly end: () => void;
}

interface NodeIdentityOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly problems: ReadProblems;
}

/** Milliseconds. */
const ANSWER = 5_000;

export function createNodeIdentity({node, client, clock, emit, problems}: NodeIdentityOptions): NodeIdentity {
  let connection = 0;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    const own = connection;
    const result = await client('identity', {}, {timeout: ANSWER});
    if (own !== connection) return;
    if (result.kind === 'reply') emit([{type: 'circusd-identified', at: clock(), node, circusd: result.reply}]);
    else problems.report('dstats', result.reason);
  }

  return {
    askIn: ms => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), ms);
    },
    end: () => {
      connection++;
      clearTimeout(timer);
    },
  };
}
