import type {CallName, CallOptions, CallResult, Calls} from '../model/calls.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';
import type {Codec} from './codec.js';
import {ProtocolError} from './errors.js';
import type {Gate} from './gate.js';
import type {JsonObject} from './json.js';
import {createLock} from './lock.js';
import {CODECS} from './protocol.js';
import type {Requests, Response} from './requests.js';
import type {WatcherNames} from './watcher-names.js';

/** The calls of one node. Never rejects, and always resolves by the call's timeout. */
export type NodeClient = <Name extends CallName>(
  name: Name,
  args: Calls[Name]['args'],
  options: CallOptions,
) => Promise<CallResult<Calls[Name]['reply']>>;

interface NodeClientOptions {
  readonly requests: Requests;
  readonly gate: Gate;
  readonly names: WatcherNames;
  readonly clock: Clock;
  /** Just before a signal goes out. */
  readonly onSignal: (watcher: string, signal: number, pid: number | null) => void;
  /** circusd has said, at `nodeTime` (s, its clock), that it did a `stop`. */
  readonly onStopped: (watcher: string, nodeTime: number) => void;
}

/** A call in circus's words. */
interface Message {
  readonly command: string;
  readonly properties: JsonObject;
}

interface Deadline {
  readonly left: () => number;
  readonly signal: AbortSignal | undefined;
  readonly onWait: (waitsFor: string | null) => void;
}

/** Milliseconds between two tries while something else holds the node's lock: doubled each time, up to the last. */
const FIRST_RETRY = 100;
const LAST_RETRY = 400;
/** Milliseconds until it is said that a node does not answer: an answer that is under way needs no word. */
const SAY_SO = 500;

const BROKEN_OFF = 'broken off before it was sent';

export function createNodeClient({requests, gate, names, clock, onSignal, onStopped}: NodeClientOptions): NodeClient {
  const lock = createLock();

  async function send(message: Message, deadline: Deadline, beforeSend: () => void) {
    const {command, properties} = message;
    const say = setTimeout(() => deadline.onWait('the node to answer'), SAY_SO);
    const refusal = await gate.pass(deadline.left(), deadline.signal);
    clearTimeout(say);
    if (refusal !== null) return {kind: 'unsent', reason: refusal} satisfies Response;
    if (deadline.left() <= 0)
      return {kind: 'unsent', reason: 'its time was over before it was sent'} satisfies Response;
    return requests.send(command, properties, {
      timeout: deadline.left(),
      signal: deadline.signal,
      beforeSend,
    });
  }

  /** Tries until the node's lock is free, as circus has no queue of its own. */
  async function sendLocking(message: Message, watcher: string, deadline: Deadline, refusal: CallOptions['refusal']) {
    const sayHolder = (holder: string) => deadline.onWait(`the node's lock, held by ${holder}`);
    const release = await lock.take(`${message.command} ${watcher}`, deadline.left(), deadline.signal, sayHolder);
    if (release === null) {
      const reason =
        deadline.signal?.aborted === true ? BROKEN_OFF : 'busy: another command of circusman held the lock';
      return {kind: 'unsent', reason} satisfies Response;
    }
    try {
      for (let delay = FIRST_RETRY; ; delay = Math.min(delay * 2, LAST_RETRY)) {
        const reason = (await refusal?.()) ?? null;
        if (reason !== null) return {kind: 'unsent', reason} satisfies Response;
        const response = await send(message, deadline, () => deadline.onWait(null));
        if (response.kind !== 'conflict') return response;
        sayHolder(response.holder);
        const retryAfter = delay * (0.5 + Math.random());
        if (deadline.left() <= retryAfter) {
          return {
            kind: 'refused',
            reason: `busy: the node's lock was held by ${response.holder}`,
            id: response.id,
          } satisfies Response;
        }
        await pause(retryAfter, deadline.signal);
      }
    } finally {
      release();
    }
  }

  return async (name, args, {timeout, signal, onWait, refusal}) => {
    const until = clock().monotonic + timeout;
    let isWaiting = false;
    const deadline: Deadline = {
      signal,
      left: () => Math.max(0, until - clock().monotonic),
      onWait: waitsFor => {
        if (waitsFor !== null || isWaiting) onWait?.(waitsFor);
        isWaiting = waitsFor !== null;
      },
    };
    const codec: Codec<typeof name> = CODECS[name];
    const named = codec.watchers?.(args) ?? ['watcher' in args ? args.watcher : ''];
    const [shown = ''] = named;
    // Without a name circus takes `start`, `stop` and `restart` for everything, itself included.
    if (codec.takesLock && codec.isOfNode !== true && shown === '')
      return {kind: 'unsent', reason: 'no watcher was named'};
    const ambiguous = named.find(name => names.toSend(name) === null);
    if (ambiguous !== undefined) return {kind: 'unsent', reason: names.whyNot(ambiguous)};
    const toSend = (name: string) => names.toSend(name) ?? name;
    const message = {
      command: typeof codec.command === 'string' ? codec.command : codec.command(args),
      properties: codec.properties(toSend(shown), args, toSend),
    };
    const beforeSend = () => {
      if ('signal' in args) onSignal(shown, args.signal, args.pid);
    };
    const response = codec.takesLock
      ? await sendLocking(message, shown, deadline, refusal)
      : await send(message, deadline, beforeSend);
    deadline.onWait(null);
    if (name === 'stop' && response.kind === 'ok') onStopped(shown, response.nodeTime);
    return toResult(response, codec, names);
  };
}

function toResult<Name extends CallName>(
  response: Response,
  codec: Codec<Name>,
  names: WatcherNames,
): CallResult<Calls[Name]['reply']> {
  switch (response.kind) {
    case 'ok':
      try {
        return {kind: 'reply', reply: codec.decode(response.body, names), nodeTime: response.nodeTime};
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        return {kind: 'lost', reason: `its answer is not circusd's: ${error.message}`};
      }
    case 'conflict':
      return {kind: 'refused', reason: `busy: the node's lock is held by ${response.holder}`};
    case 'refused':
      return {kind: 'refused', reason: response.reason};
    case 'unsent':
    case 'lost':
      return response;
  }
}
