import {formatExit} from '../model/display-state.js';
import type {EventFact} from '../model/facts.js';
import {signalName} from '../model/signals.js';
import {type Exit, hasDoneItsWork} from '../model/watcher.js';
import type {WatcherRow} from './state.js';

/** circusd looks for dead processes each `check_delay`, 5 s by default: a process spawned so soon (ms) replaces a crashed one. */
const RESPAWN = 10_000;

/** What to tell people of an event; `row` is the watcher as it was before. Null: nothing that they need to see. */
export function eventText(
  row: WatcherRow | null,
  fact: EventFact,
): {readonly text: string; readonly isBad: boolean} | null {
  switch (fact.type) {
    case 'watcher-added':
      return said('added');
    case 'watcher-removed':
      return said('removed');
    case 'watcher-started':
      return said('started');
    case 'watcher-stopped':
      return said('stopped');
    case 'watcher-updated':
      return said('settings changed');
    case 'watcher-reloaded':
      return said('reloaded');
    case 'process-spawned':
      return spawned(row, fact);
    case 'process-reaped':
      if (row?.toldToEnd.has(fact.pid)) return null;
      if (hasDoneItsWork(fact.exit, row?.options ?? null)) return said(`process ${fact.pid} is done, exit 0`);
      return {text: processEnded(fact.pid, fact.exit), isBad: true};
    case 'hook-failed':
      return {text: `hook ${fact.hook} failed${fact.error === null ? '' : `: ${fact.error}`}`, isBad: true};
    case 'signal-sent':
      return said(
        `${signalName(fact.signal)} sent to ${fact.pids === null ? 'all its processes' : fact.pids.join(', ')}`,
      );
    // Each kill and each stop of ours ends in a stop or a reload, each hook in a start, of which there is a line.
    case 'process-killed':
    case 'hook-succeeded':
    case 'stop-answered':
      return null;
  }
}

function spawned(
  row: WatcherRow | null,
  {pid, at}: Extract<EventFact, {type: 'process-spawned'}>,
): {readonly text: string; readonly isBad: boolean} | null {
  // While it starts, the start itself is what matters.
  if (row?.state !== 'running') return null;
  const crash = row.crashes.seen.at(-1);
  const isRespawn = crash !== undefined && at.monotonic - crash.at.monotonic <= RESPAWN;
  // Each that ended by that event is replaced by one: what comes after those replaces nobody.
  const end = isRespawn ? crash.ends[row.crashes.born.size] : undefined;
  if (end === undefined) return said(`process ${pid} spawned`);
  return {text: `${processEnded(end.pid, end.exit)}, respawned as ${pid}`, isBad: true};
}

function processEnded(pid: number, exit: Exit | null): string {
  return `process ${pid} ${exit === null ? 'ended' : formatExit(exit)}`;
}

function said(text: string): {readonly text: string; readonly isBad: boolean} {
  return {text, isBad: false};
}
