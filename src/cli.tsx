import process from 'node:process';
import {openClusters} from './cli/clusters.js';
import {detect} from './cli/detect.js';
import type {EarlyScreen, TakenOver} from './cli/early-screen.js';
import {endAtOnce} from './cli/end-at-once.js';
import {checkCommands, exec, partCommands} from './cli/exec.js';
import {endByFault, type LeftBehind} from './cli/fault.js';
import type {FullScreenOptions} from './cli/full-screen.js';
import {type EndSignal, EXIT, type Io} from './cli/io.js';
import {journalOpener} from './cli/job-journal.js';
import {roomForNodes} from './cli/open-files.js';
import {openSession} from './cli/open-session.js';
import {printable} from './cli/printable.js';
import {refuse} from './cli/refusal.js';
import type {NodesReader, Request, RequestResult} from './cli/request.js';
import {hostProblem, isJson, nodesOf, openedBy, wantsTerminal} from './cli/request-needs.js';
import type {Session, SessionOptions} from './cli/session.js';
import {showConfig} from './cli/show-config.js';
import {status} from './cli/status.js';
import {unconnectedContext} from './cli/unconnected-context.js';
import {NO_SCREEN} from './command/no-screen.js';
import {readNodes} from './command/node-operands.js';
import {openBarHistory} from './files/bar-history.js';
import {type KnownMachines, openKnownMachines} from './files/known-machines.js';
import {stateFolder} from './files/state-folder.js';
import {noJournal} from './journal/writer.js';
import {problemOf} from './model/system-error.js';
import type {Instant} from './model/time.js';
import {terminalProblem} from './terminal/colour-depth.js';
import type {Terminal} from './terminal/terminal.js';

/** Put in by the bundle, from package.json. */
declare const CIRCUSMAN_VERSION: string;

/** What was there before the rest of the program was loaded. */
interface Before {
  /** The folder of this package: the demo needs the circus that the set-up installed there. */
  readonly root: string;
  /** The picture that is on the terminal already; null: none. */
  readonly early: EarlyScreen | null;
  /** Takes the terminal, where there is no picture on it yet. */
  readonly openTerminal: () => TakenOver;
}

/** Reads the command line, runs what it asks for, and exits with its code. */
export async function main({root, early, openTerminal}: Before): Promise<void> {
  terminal = early?.terminal ?? null;
  endAtOnce();
  for (const event of FAULTS) process.removeAllListeners(event).on(event, fail);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endIfUnread);
  process.stdout.on('error', endIfFull);
  try {
    const result: RequestResult = early === null ? await readArguments() : {kind: 'request', request: early.request};
    const code =
      result.kind === 'request'
        ? await run(result.request, root, early?.handOver ?? openTerminal)
        : await answer(result);
    await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
    // A name lookup under way would keep the process alive for seconds.
    process.exit(code);
  } catch (error) {
    fail(error);
  }
}

/** A command line that was read already needs none of this. */
async function readArguments(): Promise<RequestResult> {
  const {readRequest} = await import('./cli/request.js');
  return readRequest(process.argv.slice(2), process.env, readSets);
}

const readSets: NodesReader = (operands, sets) => {
  const result = readNodes(
    operands.map(text => ({text, at: 0})),
    sets,
  );
  return result.ok ? result.value : result.problem.message;
};

/** Prints help, the version, or what is wrong with the command line. @returns the exit code */
async function answer(result: Exclude<RequestResult, {kind: 'request'}>): Promise<number> {
  switch (result.kind) {
    case 'wrong':
      return refuse({...result, exitCode: EXIT.usage, command: null}, result.isJson, io);
    case 'version':
      io.out(`${CIRCUSMAN_VERSION}\n`);
      return EXIT.ok;
    case 'help': {
      const {helpText, noTopic, topicHelp} = await import('./cli/help-text.js');
      const {program, topic} = result;
      const text = topic === null ? helpText(program) : topicHelp(topic);
      if (text === null) return refuse({reason: noTopic(topic ?? ''), exitCode: EXIT.usage, command: null}, false, io);
      io.out(text);
      return EXIT.ok;
    }
  }
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => stream.write('', () => resolve()));
}

/** The reader of our output is gone (`circusman status | head -1`). For a terminal that is gone there is SIGHUP. */
function endIfUnread(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.notOk);
}

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Results that reach nobody are no success. */
function endIfFull(error: NodeJS.ErrnoException): void {
  if (!FULL.has(error.code)) return;
  io.err(`circusman: the output could not be written: ${problemOf(error)}\n`);
  process.exit(EXIT.notOk);
}

/** The full screen's terminal, once it was taken. */
let terminal: Terminal | null = null;

const FAULTS = ['uncaughtException', 'unhandledRejection'] as const;

/** Reports what came of the jobs that run; null: no part of the program can have any. */
let printJobs: LeftBehind['printJobs'] = null;

function fail(error: unknown): void {
  void endByFault(error, {terminal, printJobs, isJson: process.argv.includes('--json')});
}

async function run(request: Request, root: string, takeTerminal: () => TakenOver): Promise<number> {
  if (request.program === 'config') return request.isCheck ? EXIT.ok : showConfig(request, request.isJson, io);
  if (request.program === 'completion') {
    const {completionScript} = await import('./cli/completion-script.js');
    io.out(completionScript(request.shell));
    return EXIT.ok;
  }
  if (request.program === 'jobs') {
    if (request.exported !== null) {
      const {exportJobs} = await import('./cli/export-jobs.js');
      return exportJobs(process.env, request.exported, io);
    }
    const {jobs} = await import('./cli/jobs.js');
    return jobs(process.env, request.isJson, io);
  }
  const roomFor = roomForNodes(openedBy(request));
  const problem =
    (wantsTerminal(request) ? noTerminal() : null) ?? roomFor(nodesOf(request)) ?? (await hostProblem(request));
  if (problem !== null) {
    return refuse({reason: problem, exitCode: EXIT.usage, command: null}, isJson(request), io);
  }
  const clusters = openClusters(request.config, process.env);
  switch (request.program) {
    case 'status':
      return withSession({...request, ...openedBy(request), clusters, roomFor}, session =>
        status(session, request, io),
      );
    case 'exec': {
      const commands = partCommands(request.typed);
      const refusal = checkCommands(commands, {...request, clusters, roomFor, at: clock()});
      if (refusal !== null) return refuse(refusal, request.isJson, io);
      return withSession({...request, ...openedBy(request), clusters, roomFor}, session =>
        exec(session, commands, request, io),
      );
    }
    case 'run': {
      const [{refusalOnWords}, {runFile}] = await Promise.all([
        import('./cli/check-file.js'),
        import('./cli/run-file.js'),
      ]);
      const refusal = refusalOnWords(unconnectedContext({...request, clusters, roomFor, at: clock()}), request);
      if (refusal !== null) return refuse(refusal, request.isJson, io);
      return withSession({...request, ...openedBy(request), clusters, roomFor}, session =>
        runFile(session, request, io),
      );
    }
    case 'events': {
      const {events} = await import('./cli/events.js');
      return withSession({...request, ...openedBy(request), recallAfter: 0, clusters, roomFor}, session =>
        events(session, request, io),
      );
    }
    case 'detect': {
      return withSession({...request, ...openedBy(request), clusters, roomFor}, session =>
        detect(session, request, io),
      );
    }
    case 'screen':
      return screen(
        {
          ...request,
          clusters,
          roomFor,
          knownMachines: known(),
          barHistory: openBarHistory(stateFolder(process.env)),
          openJournal: await journalOpener(process.env),
        },
        takeTerminal,
      );
    case 'demo': {
      const {demo} = await import('./cli/demo.js');
      return demo(
        {...request, root, environment: process.env},
        options =>
          screen(
            {
              ...options,
              clusters,
              roomFor,
              knownMachines: openKnownMachines(null),
              barHistory: openBarHistory(null),
              openJournal: noJournal,
            },
            takeTerminal,
          ),
        io,
      );
    }
  }
}

/** The full screen; Ink and React are loaded here alone. */
async function screen(options: Omit<FullScreenOptions, 'clock'>, takeTerminal: () => TakenOver): Promise<number> {
  const {fullScreen} = await import('./cli/full-screen.js');
  const open = () => {
    const taken = takeTerminal();
    terminal = taken.terminal;
    return taken;
  };
  return fullScreen(
    {...options, clock},
    {input: process.stdin, output: process.stdout, environment: process.env, open},
    io,
  );
}

function noTerminal(): string | null {
  if (process.stdin.isTTY && process.stdout.isTTY) return terminalProblem(process.env);
  return 'the full screen wants a terminal on standard input and output; status and exec work without one';
}

/** Milliseconds. A command waits for a second sample, and goes on once it is taken in. */
const DRAIN_FOR_COMMAND = 200;

async function withSession(
  options: Pick<
    SessionOptions,
    'config' | 'nodes' | 'origin' | 'clusters' | 'wantsStatistics' | 'recallAfter' | 'roomFor'
  >,
  use: (session: Session) => Promise<number>,
): Promise<number> {
  const warn = (sentence: string) => io.err(`circusman: warning: ${sentence}\n`);
  const session = openSession({
    ...options,
    openJournal: await journalOpener(process.env),
    drainEvery: DRAIN_FOR_COMMAND,
    clock,
    knownMachines: known(),
    warn,
    screen: NO_SCREEN,
  });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

function known(): KnownMachines {
  return openKnownMachines(stateFolder(process.env));
}

const clock = (): Instant => ({monotonic: performance.now(), wall: Date.now()});

const io: Io = {
  out: text => process.stdout.write(printable(text)),
  room: () =>
    process.stdout.writableNeedDrain
      ? new Promise(resolve => process.stdout.once('drain', resolve))
      : Promise.resolve(),
  err: text => process.stderr.write(printable(text)),
  draw: text => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  columns: () => process.stderr.columns || 80,
  onSignal: listener => {
    const signals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  onFault: print => {
    printJobs = print;
    return () => {
      printJobs = null;
    };
  },
};
