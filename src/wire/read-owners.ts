import type {NodeClient} from './node-client.js';
import type {ProcessOwners} from './process-owners.js';
import type {WatcherNames} from './watcher-names.js';

interface ReadOwnersOptions {
  readonly client: NodeClient;
  readonly names: WatcherNames;
  readonly owners: ProcessOwners;
  /** Gets the live processes of a watcher whose name circus takes for another one's, too. */
  readonly onProcesses: (watcher: string, pids: readonly number[], nodeTime: number) => void;
}

/** Milliseconds. */
const ANSWER = 5_000;
/** circusd answers with an error when a process ends while it is described. */
const TRIES = 3;

/**
 * Reads which processes these watchers have. Watchers whose names circus takes for one are read with all others of the node,
 * as they cannot be read by name. What cannot be read stays as it is known. Never rejects.
 *
 * @param isOver whether the connection is gone, so that an answer counts for nothing
 */
export async function readOwners(
  {client, names, owners, onProcesses}: ReadOwnersOptions,
  watchers: readonly string[],
  isOver: () => boolean,
): Promise<void> {
  const single = watchers.filter(watcher => !names.isShared(watcher));
  const reads: Promise<void>[] = single.map(async watcher => {
    const result = await retry(() => client('children', {watcher}, {timeout: ANSWER}), isOver);
    if (result !== null) owners.replace(watcher, result.reply.pids);
  });
  if (single.length < watchers.length) reads.push(readShared());
  await Promise.all(reads);

  async function readShared(): Promise<void> {
    const result = await retry(() => client('everyProcess', {}, {timeout: ANSWER}), isOver);
    if (result === null) return;
    for (const [watcher, {live, ended}] of result.reply) {
      if (!names.isShared(watcher)) continue;
      owners.replace(watcher, [...live, ...ended]);
      onProcesses(watcher, live, result.nodeTime);
    }
  }
}

/** Asks again where circusd refused. @returns null: there is no answer, or it counts for nothing */
async function retry<Result extends {readonly kind: string}>(
  call: () => Promise<Result>,
  isOver: () => boolean,
): Promise<Extract<Result, {kind: 'reply'}> | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const result = await call();
    if (isOver()) return null;
    if (isReply(result)) return result;
    if (result.kind !== 'refused') return null;
  }
  return null;
}

function isReply<Result extends {readonly kind: string}>(result: Result): result is Extract<Result, {kind: 'reply'}> {
  return result.kind === 'reply';
}
