import {once} from 'node:events';
import {connect} from 'node:net';
import {text} from 'node:stream/consumers';
import {PYTHON} from './local-nodes.js';
import {PACKAGE_ROOT} from './package-root.js';

/**
 * What lines hold besides their time and number: letters; characters of two, three and four bytes; bytes that are no UTF-8;
 * control characters and escape sequences.
 */
export type LineKind = 'ascii' | 'utf8' | 'latin1' | 'escapes';

export interface Lines {
  /** How many; for a rate: a second. */
  readonly lines: number;
  /** Absent: ascii. */
  readonly kind?: LineKind;
  /** Bytes of one, with its end; absent: 100. */
  readonly length?: number;
}

/** What was written to a target since the writer's process was started. */
export interface Written {
  readonly bytes: number;
  readonly lines: number;
  /** Of all its bytes, hexadecimal. */
  readonly sha256: string;
}

/**
 * A real process that writes logs as a test says (`circus/tests/log_writer.py` says how its lines look). A target is `stdout`, `stderr`,
 * or one of its own files, by its whole path. What is written is with the kernel when the promise resolves; circusd takes in what
 * went to a stream a little later. Everything rejects when the process does not run.
 */
export interface LogWriter {
  readonly write: (target: string, lines: Lines) => Promise<Written>;
  /** Goes on writing so many lines a second, twenty times a second, until it is set anew. */
  readonly setRate: (target: string, lines: Lines) => Promise<Written>;
  /** These bytes, without the end of a line. */
  readonly say: (target: string, bytes: string | Uint8Array) => Promise<Written>;
  /** Its own file F becomes F.1, that F.2, up to `keep`; a new F is begun. circusd rotates what streams are written to. */
  readonly rotate: (file: string, keep: number) => Promise<Written>;
  readonly written: (target: string) => Promise<Written>;
}

/** The command of a watcher that runs a writer which listens there, and has these files of its own. */
export function logWriterCommand(socket: string, files: readonly string[]): string {
  return [PYTHON, '-I', '-S', `${PACKAGE_ROOT}circus/tests/log_writer.py`, socket, ...files].join(' ');
}

export function logWriter(socket: string): LogWriter {
  const ask = (request: object) => askWriter(socket, request);
  const full = ({lines, kind = 'ascii', length = 100}: Lines) => ({lines, kind, length});
  return {
    write: (to, lines) => ask({do: 'write', to, ...full(lines)}),
    setRate: (to, lines) => ask({do: 'rate', to, ...full(lines)}),
    say: (to, bytes) => ask({do: 'say', to, data: Buffer.from(bytes).toString('base64')}),
    rotate: (to, keep) => ask({do: 'rotate', to, keep}),
    written: to => ask({do: 'written', to}),
  };
}

async function askWriter(path: string, request: object): Promise<Written> {
  const socket = connect(path);
  await once(socket, 'connect');
  socket.write(`${JSON.stringify(request)}\n`);
  const answer: Written & {readonly error?: string} = JSON.parse(await text(socket));
  if (answer.error !== undefined) throw new Error(`${JSON.stringify(request).slice(0, 200)}: ${answer.error}`);
  return answer;
}
