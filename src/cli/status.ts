import {awaitDetails} from './await-details.js';
import {EXIT, exitCodeOf, type Io} from './io.js';
import {jsonLine} from './printable.js';
import type {Session} from './session.js';
import {statusJson} from './status-json.js';
import {statusTable} from './status-table.js';

interface StatusOptions {
  readonly isJson: boolean;
  /** Does not wait for statistics. */
  readonly isQuick: boolean;
}

/** Prints what runs where, once. @returns the exit code: 0 when every node is online. */
export async function status(session: Session, {isJson, isQuick}: StatusOptions, io: Io): Promise<number> {
  const interrupt = new AbortController();
  let ended: number | null = null;
  const unlisten = io.onSignal(signal => {
    ended ??= exitCodeOf(signal);
    interrupt.abort();
  });
  await session.connect();
  await session.settled(interrupt.signal);
  await awaitDetails(session, {isQuick}, interrupt.signal);
  unlisten();
  if (ended !== null) return ended;
  const state = session.store.state();
  const now = session.clock();
  io.out(isJson ? jsonLine(statusJson(state, now, isQuick)) : statusTable(state, now));
  return [...state.nodes.values()].every(row => row.link === 'online') ? EXIT.ok : EXIT.notOk;
}
