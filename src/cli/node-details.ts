import type {CallPort, CallResult} from '../model/calls.js';
import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {
  type NodeDetails,
  type NodeDetailsPort,
  type ProcessCommand,
  processKey,
  type Setting,
  type ToldProcess,
} from '../model/node-details.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';
import {countsChildren} from '../store/selectors.js';
import type {NodeRow, State} from '../store/state.js';

interface NodeDetailsOptions {
  readonly call: CallPort;
  readonly clock: Clock;
  readonly state: () => State;
  readonly emit: (facts: readonly Fact[]) => void;
}

/** Milliseconds: between two looks, and for an answer. Processes come and go; how watchers are set changes rarely. */
const AGAIN = 2_000;
const ANSWER = 3_000;
/** circusd stands still for 1.5 ms for each process that it tells of: of a watcher with more it is not asked. */
const MOST_TOLD = 30;

/** What was told of a watcher while it had these processes: it is not asked again before it has others. */
interface Told {
  readonly pids: string;
  readonly processes: readonly ToldProcess[];
}

/** Asks a node again and again while its screen is shown, and no other one. */
export function createNodeDetails({call, clock, state, emit}: NodeDetailsOptions): NodeDetailsPort {
  let shown: NodeId | null = null;
  /** 40 watchers' settings cost a node 0.5 % of a core: they are read only while they are shown. */
  let wantsSettings = false;
  /** Ends what is under way for the node that is shown: where it is left and shown again, two would ask it from then on. */
  let looking = new AbortController();

  async function keepReading(node: NodeId, signal: AbortSignal): Promise<void> {
    const told = new Map<string, Told>();
    while (!signal.aborted) {
      const details = await detailsOf(node, told, signal);
      if (signal.aborted) return;
      emit([{type: 'node-details-read', at: clock(), details}]);
      await pause(AGAIN, signal);
    }
  }

  async function detailsOf(node: NodeId, told: Map<string, Told>, signal: AbortSignal): Promise<NodeDetails> {
    const row = state().nodes.get(node);
    const asked = row?.info != null && row.info.samplesEvery !== null;
    const options = {timeout: ANSWER, signal};
    const commands = asked ? await call(node, 'commandLines', {}, options) : null;
    const settings = new Map<string, CallResult<readonly Setting[]>>();
    for (const watcher of wantsSettings ? (row?.watchers.keys() ?? []) : []) {
      if (signal.aborted) break;
      const result = await call(node, 'settings', {watcher}, options);
      settings.set(watcher, result);
      if (result.kind === 'lost') break;
    }
    const unread = await readTold(row, told, watcher => call(node, 'toldProcesses', {watcher}, options), signal);
    for (const [name, result] of settings) if (result.kind !== 'reply') unread.set(name, result.reason);
    const problem = commands === null || commands.kind === 'reply' ? null : commands.reason;
    return {
      node,
      commands: commands?.kind === 'reply' ? byProcess(commands.reply) : null,
      processes: new Map([...told].map(([name, {processes}]) => [name, processes])),
      unread,
      settings: new Map(
        [...settings].flatMap(([name, result]) => (result.kind === 'reply' ? [[name, result.reply]] : [])),
      ),
      problem:
        problem ??
        [...settings.values()].flatMap(result => (result.kind === 'reply' ? [] : [result.reason]))[0] ??
        null,
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

/**
 * Has circus tell what runs under the watchers of a node that sends no samples, where these have other processes than when it told the
 * last time. @returns why something is not told, by watcher
 */
async function readTold(
  row: NodeRow | undefined,
  told: Map<string, Told>,
  ask: (watcher: string) => Promise<CallResult<readonly ToldProcess[]>>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const unread = new Map<string, string>();
  // A node of ours is asked for nothing before it has said whether it sends samples.
  if (row?.isRead !== true || row.hasPackage === null || countsChildren(row)) return unread;
  for (const {name, processes} of row.watchers.values()) {
    if (signal.aborted) break;
    const pids = [...processes.keys()].sort((one, other) => one - other).join(' ');
    if (told.get(name)?.pids === pids) continue;
    told.delete(name);
    if (pids === '') continue;
    if (processes.size > MOST_TOLD) {
      unread.set(name, `circusd would stand still while it tells of ${processes.size} processes`);
      continue;
    }
    const result = await ask(name);
    if (result.kind === 'reply') told.set(name, {pids, processes: result.reply});
    else unread.set(name, result.reason);
    // The next ones would not be answered either, each after its own time.
    if (result.kind === 'lost') break;
  }
  return unread;
}
