import type {Run, TargetCommand} from '../../src/command/command.js';
import {NO_SCREEN} from '../../src/command/no-screen.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports, Progress} from '../../src/command/ports.js';
import type {CallName, CallOptions, CallPort} from '../../src/model/calls.js';
import type {Outcome, Target} from '../../src/model/job.js';
import type {State} from '../../src/store/state.js';
import {at} from './cluster-state.js';
import {NO_CLUSTERS} from './no-clusters.js';

/**
 * What a scripted node answers to each call. A list is answered in order, its last answer repeatedly; a function gets the time
 * (monotonic ms).
 */
export type Script = Partial<Record<CallName, unknown>>;

export const lost = {kind: 'lost', reason: 'connection lost'};
export const unsent = {kind: 'unsent', reason: 'offline: connection lost'};
export const refused = {
  kind: 'refused',
  reason: 'busy: arbiter is already running watcher_stop command',
};

/** A reply as the wire passes it on. */
export function reply(value: unknown): {kind: 'reply'; reply: unknown; nodeTime: number} {
  return {kind: 'reply', reply: value, nodeTime: 100};
}

/** The same answer after `takes` seconds. */
export function after(takes: number, answer: object): object {
  return {...answer, takes};
}

function isSlow(answer: unknown): answer is {readonly takes: number} {
  return typeof answer === 'object' && answer !== null && 'takes' in answer;
}

/** Answers that a script need not have; these calls are not recorded. The watcher's processes have started no others. */
const STARTED_NOTHING: Readonly<Record<string, unknown>> = {
  children: reply({pids: [], started: []}),
  health: reply(new Map()),
};

/** Follows a stream without items. */
async function* nothing(): AsyncGenerator<never> {}

/** Ports for commands that do not use them. */
export const NO_WORLD: Pick<Ports, 'follow' | 'cluster' | 'clusters' | 'machines' | 'files' | 'screen' | 'timeout'> = {
  follow: nothing,
  clusters: NO_CLUSTERS,
  cluster: {set: () => {}, strangeHost: async () => null},
  machines: {recall: async () => {}, trust: async () => null},
  files: {templates: async () => 'no files here', logCopies: async () => ({problem: 'no files here'})},
  screen: NO_SCREEN,
  timeout: null,
};

/** Runs a command on one target against a scripted node. Time passes only while it waits. */
export async function runScripted(
  command: TargetCommand,
  target: Target,
  options: {
    readonly state: State;
    readonly script: Script;
    readonly operands?: readonly [string, string][];
    /** Names of options without a value. */
    readonly options?: readonly string[];
    readonly signal?: AbortSignal;
    /** Milliseconds; absent: derived from the command. */
    readonly timeout?: number;
    /** The state after the first call; absent: unchanged. */
    readonly afterwards?: (state: State) => State;
    /** What the plan has besides its target and options. */
    readonly plan?: Partial<Plan>;
    /** The state once the node's machine was recalled; absent: unchanged. */
    readonly recalled?: () => State;
    /** Why a trusted machine cannot be saved; absent: it can. */
    readonly trustProblem?: string | null;
    /** Changes of the state while the command waits, one per second. */
    readonly meanwhile?: readonly ((state: State) => State)[];
  },
): Promise<{
  readonly outcome: Outcome;
  readonly sent: readonly string[];
  /** The arguments of each call. */
  readonly given: readonly unknown[];
  readonly waits: readonly (string | null)[];
  readonly data: unknown;
  /** `NODE MACHINE` of those that were trusted. */
  readonly trusted: readonly string[];
}> {
  const sent: string[] = [];
  const waits: (string | null)[] = [];
  const trusted: string[] = [];
  const callArgs: unknown[] = [];
  let data: unknown = null;
  let now = 10;
  let {state} = options;
  const changes = [...(options.meanwhile ?? [])];
  const answers = new Map(
    Object.entries(options.script).map(([name, answer]) => [name, Array.isArray(answer) ? [...answer] : [answer]]),
  );
  const call = async (_node: string, name: string, args: unknown, {refusal}: CallOptions): Promise<unknown> => {
    if (name in STARTED_NOTHING && !answers.has(name)) return STARTED_NOTHING[name];
    const reason = (await refusal?.()) ?? null;
    if (reason !== null) return {kind: 'unsent', reason};
    sent.push(name);
    callArgs.push(args);
    state = options.afterwards?.(options.state) ?? state;
    const left = answers.get(name);
    if (left === undefined || left.length === 0) throw new Error(`the script has no answer to ${name}`);
    const answer = left.length > 1 ? left.shift() : left[0];
    if (isSlow(answer)) now += answer.takes;
    return typeof answer === 'function' ? answer(at(now).monotonic) : answer;
  };
  const ports: Ports = {
    call: call as unknown as CallPort,
    clock: () => at(now),
    state: () => state,
    until: async (isSo, timeout) => {
      const end = now + timeout / 1_000;
      for (;;) {
        if (isSo(state)) return true;
        const next = now + 1 <= end ? changes.shift() : undefined;
        now = next === undefined ? end : now + 1;
        if (next === undefined) return false;
        state = next(state);
      }
    },
    ...NO_WORLD,
    machines: {
      recall: async () => {
        state = options.recalled?.() ?? state;
      },
      trust: async (node, machine) => {
        trusted.push(`${node} ${machine}`);
        return options.trustProblem ?? null;
      },
    },
    timeout: options.timeout ?? null,
  };
  const operands = new Map((options.operands ?? []).map(([name, text]) => [name, [{text, at: 0}]]));
  const given = new Map((options.options ?? []).map(name => [name, [{text: `--${name}`, at: 0}]]));
  const args = {operands, options: given, on: null, cells: null};
  const run: Run = {
    target,
    plan: {command, args, text: command.name, targets: [target], warnings: [], prepared: null, ...options.plan},
    ports,
    report: (progress: Progress) => {
      if (progress.type === 'waits') waits.push(progress.for);
      else if (progress.type === 'answer') data = progress.answer.data;
    },
    signal: options.signal ?? new AbortController().signal,
    cancelled: new AbortController().signal,
  };
  return {outcome: await command.run(run), sent, given: callArgs, waits, data, trusted};
}
