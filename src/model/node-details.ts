import type {NodeId} from './node.js';

/** What is read of a node while its screen is shown, and forgotten then. */
export interface NodeDetails {
  readonly node: NodeId;
  /** By `processKey`, the command line and the user of each process; null: the node cannot tell, as a stock circusd. */
  readonly commands: ReadonlyMap<string, ProcessCommand> | null;
  /** By watcher, of a node that sends no samples: what circus itself tells of its processes, and of those that they have started. */
  readonly processes: ReadonlyMap<string, readonly ToldProcess[]>;
  /** How each watcher is set, as circus has it, without the environment, which holds secrets; empty while it is not looked at. */
  readonly settings: ReadonlyMap<string, readonly Setting[]>;
  /** By watcher, why something of it could not be read, one sentence. */
  readonly unread: ReadonlyMap<string, string>;
  /** The first such sentence, of the watchers or of the whole node; null: all could be read. */
  readonly problem: string | null;
}

/** The name of an option of circus, and its value as text. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** `started`: seconds after the machine's boot. */
export interface ProcessCommand {
  readonly pid: number;
  readonly started: number;
  readonly command: string;
  readonly user: string | null;
}

/** A process as circus tells it (`stats` with a name). */
export interface ToldProcess {
  readonly pid: number;
  /** The pid of the watcher's process that started it; null: it is one itself. */
  readonly parent: number | null;
  /** The name of its program, without its arguments; null: circus could not tell. */
  readonly program: string | null;
  /** Resident bytes, as far as circus tells them: rounded to whole K, M or G. */
  readonly memory: number | null;
  /** Seconds since 1970 on the node's clock. */
  readonly startedAt: number | null;
}

/** What tells a process from all others of its node, also those that had its pid before. */
export function processKey({pid, started}: {readonly pid: number; readonly started: number | null}): string {
  return started === null ? String(pid) : `${pid} ${started.toFixed(2)}`;
}

/** Reads the details of a node for its screen. */
export interface NodeDetailsPort {
  /** The screen of this node is shown, with how its watchers are set or without; null: no node's is. */
  readonly look: (node: NodeId | null, hasSettings: boolean) => void;
  /** The watcher's environment, which is kept nowhere; or why it cannot be read, one sentence. */
  readonly environment: (node: NodeId, watcher: string) => Promise<readonly Setting[] | string>;
}
