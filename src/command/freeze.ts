import type {Run} from './command.js';
import {observe} from './end-state.js';
import {ANSWER} from './patience.js';
import {watcherRow} from './target-watcher.js';

/**
 * Why a start must not be sent; null: it may. A stock circusd would wait for the processes that live to end before it starts the
 * missing ones, and answer nothing meanwhile, not even SIGTERM. The node itself is asked, because what it reported before may be too old.
 */
export async function freezeRefusal(run: Run, watcher: string): Promise<string | null> {
  const {ports, target, signal} = run;
  const node = ports.state().nodes.get(target.node);
  if (node?.info?.startsMissing === true) return null;
  // With respawn on circusd itself starts missing processes, so none is missing when it can receive a command.
  if (watcherRow(run, watcher)?.options?.respawns === true) return null;
  const [options, seen] = await Promise.all([
    ports.call(target.node, 'options', {watcher}, {timeout: ANSWER, signal}),
    observe(run, watcher),
  ]);
  if (options.kind !== 'reply' || seen.kind !== 'reply') {
    const reason = options.kind !== 'reply' ? options.reason : seen.kind !== 'reply' ? seen.reason : '';
    return `not asked to start: what runs there could not be read (${reason})`;
  }
  const {wanted, respawns} = options.reply;
  const runs = seen.reply.pids.length;
  if (respawns || seen.reply.state === 'stopped' || runs === 0 || runs >= wanted) return null;
  const count = `${runs} of its ${wanted} processes ${runs === 1 ? 'runs' : 'run'} and respawn is off`;
  return `${count}: a start would freeze its circusd until ${runs === 1 ? 'that one ends' : 'those end'}; restart ${watcher} instead`;
}
