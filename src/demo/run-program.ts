import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';

export interface ProgramOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the program when it is aborted. */
  readonly signal: AbortSignal;
  /** Each line that it prints, as it comes. */
  readonly onLine?: (line: string) => void;
}

/** What a program that has ended printed, on either stream; `code` null: it was not found, or a signal ended it. */
interface ProgramEnd {
  readonly code: number | null;
  readonly isMissing: boolean;
  readonly output: string;
}

/**
 * Runs a program of the PATH until it ends.
 * Throws the signal's reason when it is aborted; the program has ended by then, too.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  {environment, signal, onLine}: ProgramOptions,
): Promise<ProgramEnd> {
  signal.throwIfAborted();
  const child = spawn(program, args, {env: environment, stdio: ['ignore', 'pipe', 'pipe']});
  const lines: string[] = [];
  const read = (stream: Readable) =>
    createInterface({input: stream}).on('line', line => {
      lines.push(line);
      onLine?.(line);
    });
  read(child.stdout);
  read(child.stderr);
  const kill = () => child.kill();
  signal.addEventListener('abort', kill);
  try {
    const end = await new Promise<Omit<ProgramEnd, 'output'>>((resolve, reject) => {
      child.once('close', code => resolve({code, isMissing: false}));
      child.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? resolve({code: null, isMissing: true}) : reject(error),
      );
    });
    signal.throwIfAborted();
    return {...end, output: lines.join('\n')};
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
