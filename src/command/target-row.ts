import type {WatcherRow} from '../store/state.js';
import type {Run} from './command.js';

/** What is known of a watcher on the target's node; null: nothing. */
export function watcherRow({ports, target}: Run, watcher: string): WatcherRow | null {
  return ports.state().nodes.get(target.node)?.watchers.get(watcher) ?? null;
}
