import type {WatcherOptions} from '../model/watcher.js';
import type {Run} from './command.js';
import {ANSWER} from './patience.js';
import {watcherRow} from './target-watcher.js';

/** What the watcher is set to, as it was read before; asked of the node where it was not. Null: the node does not answer. */
export async function knownOptions(run: Run, watcher: string): Promise<WatcherOptions | null> {
  return watcherRow(run, watcher)?.options ?? (await askedOptions(run, watcher));
}

/** What the watcher is set to now, asked of the node: what was read before may be old. Without an answer that has to do; null: nothing is known. */
export async function freshOptions(run: Run, watcher: string): Promise<WatcherOptions | null> {
  return (await askedOptions(run, watcher)) ?? watcherRow(run, watcher)?.options ?? null;
}

async function askedOptions({ports, target, signal}: Run, watcher: string): Promise<WatcherOptions | null> {
  const asked = await ports.call(target.node, 'options', {watcher}, {timeout: ANSWER, signal});
  return asked.kind === 'reply' ? asked.reply : null;
}
