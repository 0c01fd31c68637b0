import os from 'node:os';

/** What an event of circus says beside its topic. */
interface FakeMessage {
  readonly time?: number;
  readonly process_pid?: number;
  readonly exit_code?: number | null;
  readonly name?: string;
  readonly error?: string;
}

/** The numbered events of a fake node, as the package keeps them (`circus/circusman_node/events.py`). */
export interface FakeEvents {
  /** Keeps one. @returns what circus's own message says of it beside the rest */
  readonly take: (watcher: string, action: string, message: FakeMessage, byItself: boolean) => object;
  /** The answer to `poll-events`. */
  readonly since: (cursor: unknown) => object;
  /** As after a start of circusd: what was is forgotten, and numbers begin again. */
  readonly beginAnew: () => void;
}

interface FakeEventsOptions {
  /** Events that are kept; absent: 1,000. */
  readonly kept?: number;
  /** Events of one answer; absent: 250. */
  readonly atOnce?: number;
}

let lastLife = 0;

export function fakeEvents({kept = 1_000, atOnce = 250}: FakeEventsOptions = {}): FakeEvents {
  let life = nextLife();
  let last = 0;
  let items: readonly object[] = [];

  return {
    take: (watcher, action, message, byItself) => {
      const told = action === 'reap' ? {byItself} : {};
      const number = ++last;
      items = [...items, {number, time: message.time, watcher, action, ...details(message), ...told}].slice(-kept);
      return {life, number, ...told};
    },
    since: cursor => {
      const [, of = '', seen = '0'] = /^(.+) (\d+)$/.exec(String(cursor ?? '')) ?? [];
      const before = last - items.length;
      const isSame = of === life;
      const after = isSame ? Math.max(Number(seen), before) : before;
      const answered = items.slice(after - before, after - before + atOnce);
      const reached = after + answered.length;
      const lost = isSame ? after - Number(seen) : cursor === undefined ? 0 : null;
      return {cursor: `${life} ${reached}`, items: answered, lost, more: reached < last};
    },
    beginAnew: () => {
      life = nextLife();
      last = 0;
      items = [];
    },
  };
}

function nextLife(): string {
  return (++lastLife).toString(16).padStart(16, '0');
}

function details({process_pid: pid, exit_code: code, name, error}: FakeMessage): object {
  return {
    ...(pid === undefined ? {} : {pid}),
    ...(code === undefined ? {} : {exit: code === null ? null : exitOf(code)}),
    ...(name === undefined ? {} : {hook: name}),
    ...(error === undefined ? {} : {error}),
  };
}

function exitOf(code: number): object {
  if (code >= 0) return {code, signal: null};
  const [signal] = Object.entries(os.constants.signals).find(([, number]) => number === -code) ?? [];
  return {code: null, signal: signal ?? String(-code)};
}
