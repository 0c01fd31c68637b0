import {steadyBytes} from '../model/figures.js';
import {steadyCpu} from '../model/steady.js';
import {isCircusOwn} from '../model/watcher.js';
import {remember} from './remember.js';
import {plus, type Usage, watcherUsage} from './selectors.js';
import type {Drawn, NodeRow, WatcherRow} from './state.js';

/** What to draw after `before`, where a watcher used that within so many seconds; null: nothing is known. */
export function drawnAfter(before: Drawn | null, {cpu, memory}: Usage, seconds: number): Drawn | null {
  if (cpu === null && memory === null) return null;
  const steady = cpu === null ? null : steadyCpu(before?.cpu ?? null, cpu, seconds);
  const held = memory === null ? null : steadyBytes(memory, before?.memory ?? null);
  return before !== null && steady === before.cpu && held === before.memory ? before : {cpu: steady, memory: held};
}

/** What is drawn of what a watcher uses. */
export function drawnUsage(row: WatcherRow): Usage {
  const {cpu, memory} = watcherUsage(row);
  return {
    cpu: cpu === null ? null : (row.drawn?.cpu?.shown ?? cpu),
    memory: memory === null ? null : (row.drawn?.memory ?? memory),
  };
}

/** What is drawn of what a node's services use: the sum of what is drawn of each. */
export const drawnNodeUsage = remember(({watchers}: NodeRow): Usage => {
  let cpu: number | null = null;
  let memory: number | null = null;
  for (const watcher of watchers.values()) {
    if (isCircusOwn(watcher.name)) continue;
    const drawn = drawnUsage(watcher);
    cpu = plus(cpu, drawn.cpu);
    memory = plus(memory, drawn.memory);
  }
  return {cpu, memory};
});
