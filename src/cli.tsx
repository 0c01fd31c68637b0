import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {type Request, readRequest} from './cli/arguments.js';
import {checkCommands, exec} from './cli/exec.js';
import {type EndSignal, EXIT, type Io} from './cli/io.js';
import {openSession, type SessionOptions} from './cli/session.js';
import {status} from './cli/status.js';
import type {ScreenPort} from './command/command.js';
import type {Instant} from './model/time.js';

/** Put in by the bundle, from package.json. */
declare const CIRCUSMAN_VERSION: string;

/** Reads the command line, runs what it asks for, and leaves with its exit code. */
export async function main(): Promise<void> {
  const result = readRequest(process.argv.slice(2), process.env, CIRCUSMAN_VERSION);
  if (!result.ok) {
    (result.code === 0 ? process.stdout : process.stderr).write(result.text);
    process.exitCode = result.code;
    return;
  }
  try {
    process.exitCode = await run(result.request);
  } catch (error) {
    io.err(`circusman: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT.notOk;
  }
}

async function run(request: Request): Promise<number> {
  switch (request.program) {
    case 'status':
      return withSession({...request, wantsStatistics: !request.isQuick}, session => status(session, request, io));
    case 'exec': {
      const problem = checkCommands(request.commands, {...request, at: clock()});
      if (problem !== null) {
        io.err(`circusman: ${problem}\n`);
        return EXIT.usage;
      }
      return withSession({...request, wantsStatistics: false}, session => exec(session, request.commands, request, io));
    }
    case 'screen':
    case 'demo':
      return EXIT.notOk;
  }
}

async function withSession(
  options: Pick<SessionOptions, 'config' | 'nodes' | 'wantsStatistics'>,
  use: (session: ReturnType<typeof openSession>) => Promise<number>,
): Promise<number> {
  const session = openSession({...options, clock, screen: NO_SCREEN});
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

const clock = (): Instant => ({monotonic: performance.now(), wall: Date.now()});

const NO_SCREEN: ScreenPort = {show: () => {}, quit: () => {}};

const io: Io = {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  onSignal: listener => {
    const signals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
};

/** Where the package lies: the bundle is in its `dist`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../', import.meta.url));
