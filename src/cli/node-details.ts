import type {CallPort, CallResult} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {
  type NodeDetails,
  type NodeDetailsPort,
  type ProcessCommand,
  processKey,
  type Setting,
} from '../model/node-details.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';
import type {State} from '../store/state.js';

interface NodeDetailsOptions {
  readonly call: CallPort;
  readonly clock: Clock;
  readonly state: () => State;
  readonly emit: (facts: readonly Fact[]) => void;
}

/** Milliseconds: between two looks, and for an answer. Processes come and go; how watchers are set changes rarely. */
const AGAIN = 2_000;
const ANSWER = 3_000;

/** Asks a node again and again while its screen is shown, and no other one. */
export function createNodeDetails({call, clock, state, emit}: NodeDetailsOptions): NodeDetailsPort {
  let shown: NodeId | null = null;
  /** 40 watchers' settings cost a node 0.5 % of a core: they are read only while they are shown. */
  let wantsSettings = false;
  /** Ends what is under way for the node that is shown: where it is left and shown again, two would ask it from then on. */
  let looking = new AbortController();

  async function keepReading(node: NodeId, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const details = await detailsOf(node, signal);
      if (signal.aborted) return;
      emit([{type: 'node-details-read', at: clock(), details}]);
      await pause(AGAIN, signal);
    }
  }

  async function detailsOf(node: NodeId, signal: AbortSignal): Promise<NodeDetails> {
    const row = state().nodes.get(node);
    const asked = row?.info != null && row.info.samplesEvery !== null;
    const options = {timeout: ANSWER, signal};
    const commands = asked ? await call(node, 'commandLines', {}, options) : null;
    const settings = new Map<string, CallResult<readonly Setting[]>>();
    for (const watcher of wantsSettings ? (row?.watchers.keys() ?? []) : []) {
      if (signal.aborted) break;
      settings.set(watcher, await call(node, 'settings', {watcher}, options));
    }
    const problems = [commands, ...settings.values()].flatMap(result =>
      result === null || result.kind === 'reply' ? [] : [result.reason],
    );
    return {
      node,
      commands: commands?.kind === 'reply' ? byProcess(commands.reply) : null,
      settings: new Map(
        [...settings].flatMap(([name, result]) => (result.kind === 'reply' ? [[name, result.reply]] : [])),
      ),
      problem: problems[0] ?? null,
    };
  }

  return {
    look: (node, hasSettings) => {
      if (node === shown && (node === null || hasSettings === wantsSettings)) return;
      shown = node;
      wantsSettings = hasSettings;
      looking.abort();
      looking = new AbortController();
      if (node === null) emit([{type: 'node-details-read', at: clock(), details: null}]);
      else void keepReading(node, looking.signal);
    },
    environment: async (node, watcher) => {
      const result = await call(node, 'environment', {watcher}, {timeout: ANSWER});
      return result.kind === 'reply' ? result.reply : result.reason;
    },
  };
}

function byProcess(commands: ReadonlyMap<string, readonly ProcessCommand[]>): ReadonlyMap<string, ProcessCommand> {
  return new Map([...commands.values()].flat().map(command => [processKey(command), command]));
}
