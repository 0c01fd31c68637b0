import type {CallPort} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {type NodeDetails, type NodeDetailsPort, type ProcessCommand, processKey} from '../model/node-details.js';
import type {Clock} from '../model/time.js';
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
  let timer: NodeJS.Timeout | undefined;

  async function read(node: NodeId): Promise<void> {
    const details = await detailsOf(node);
    if (shown !== node) return;
    emit([{type: 'node-details-read', at: clock(), details}]);
    timer = setTimeout(() => void read(node), AGAIN);
  }

  async function detailsOf(node: NodeId): Promise<NodeDetails> {
    const row = state().nodes.get(node);
    const asked = row?.info != null && row.info.samplesEvery !== null;
    const commands = asked ? await call(node, 'commandLines', {}, {timeout: ANSWER}) : null;
    const settings = new Map<string, Awaited<ReturnType<typeof settingsOf>>>();
    for (const name of row?.watchers.keys() ?? []) settings.set(name, await settingsOf(node, name));
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

  const settingsOf = (node: NodeId, watcher: string) => call(node, 'settings', {watcher}, {timeout: ANSWER});

  return {
    look: node => {
      if (node === shown) return;
      shown = node;
      clearTimeout(timer);
      if (node === null) emit([{type: 'node-details-read', at: clock(), details: null}]);
      else void read(node);
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
