import process from 'node:process';
import type {Config, Environment} from '../config/config.js';
import {clipboardWay} from '../terminal/clipboard.js';
import {terminalProblem} from '../terminal/colour-depth.js';
import {isLinuxConsole} from '../terminal/linux-console.js';
import {sizeOf} from '../terminal/screen-stream.js';
import {type Terminal, takeTerminal} from '../terminal/terminal.js';
import {FIRST_KEYMAP} from '../view/first-keymap.js';
import {firstScreen} from '../view/first-screen.js';
import type {Keymap} from '../view/keymap.js';
import {chosenColumns} from './chosen-columns.js';
import {answerEarlyKeys} from './early-keys.js';
import {endByFault} from './fault.js';
import {type EndSignal, exitCodeOf} from './io.js';
import {handleJobControl} from './job-control.js';
import {roomForNodes} from './open-files.js';
import {readRequest, type ScreenRequest} from './request.js';
import {readSimpleNodes} from './simple-nodes.js';
import {themeFor} from './theme.js';

/** The first picture, shown before what draws the next ones is there. */
export interface EarlyScreen {
  /** What the command line asks for. */
  readonly request: ScreenRequest;
  readonly terminal: Terminal;
  /** Gives the terminal to the part that draws from now on, which handles signals from here on, too. Call it once. */
  readonly handOver: () => TakenOver;
}

/** The terminal, for the part that draws on it from now on. */
export interface TakenOver {
  readonly terminal: Terminal;
  /** The names of keys whose effect is on it already. */
  readonly answered: readonly string[];
}

/**
 * Takes the terminal and shows the first picture at once, where the command line asks for the full screen on nodes that are quick to read.
 *
 * @returns null where it does not, or there is no terminal for it; then nothing was drawn
 */
export async function showFirstFrame(): Promise<EarlyScreen | null> {
  const {argv, env, stdin, stdout} = process;
  if (!stdin.isTTY || !stdout.isTTY || terminalProblem(env) !== null) return null;
  const request = await screenRequest(argv.slice(2), env);
  if (request === null || roomForNodes({wantsStatistics: true})(request.nodes.length) !== null) return null;
  const {config, nodes, origin} = request;
  const screen = firstScreen({
    nodes,
    origin,
    clock: () => ({monotonic: performance.now(), wall: Date.now()}),
    isReadOnly: config.isReadOnly,
    size: () => sizeOf(stdout),
    theme: themeFor(config, env),
    keymap: await firstKeymap(config),
    columnChoice: chosenColumns(config),
  });
  const lines = screen.lines();
  for (const signal of END_SIGNALS) process.on(signal, end);
  const {terminal} = openTerminal(lines);
  const keys = answerEarlyKeys(terminal, screen);
  return {
    request,
    terminal,
    handOver: () => {
      for (const signal of END_SIGNALS) process.off(signal, end);
      return {terminal, answered: keys.end()};
    },
  };
}

/** What the command line asks for, where that is the full screen on nodes that are quick to read; null: anything else. */
export async function screenRequest(argv: readonly string[], environment: Environment): Promise<ScreenRequest | null> {
  const result = await readRequest(argv, environment, readSimpleNodes);
  return result.kind === 'request' && result.request.program === 'screen' ? result.request : null;
}

/** Where the configuration has keys of its own, they may be those of the key line. */
async function firstKeymap(config: Config): Promise<Keymap> {
  if (config.keys.length === 0) return FIRST_KEYMAP;
  const {chosenKeys} = await import('./chosen-keys.js');
  return chosenKeys(config).keymap;
}

const END_SIGNALS: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function end(signal: EndSignal): void {
  process.exit(exitCodeOf(signal));
}

/** Ends the program because of an error of its own, before the rest of it is loaded. */
export function failEarly(error: unknown): void {
  void endByFault(error, {terminal: opened, printJobs: null, isJson: false});
}

let opened: Terminal | null = null;

/** Takes the terminal and shows this picture; it is restored however the process ends. */
export function openTerminal(picture: readonly string[] = []): TakenOver {
  // Keys typed from here on wait, without echo, until they are read.
  process.stdin.setRawMode(true);
  const terminal = takeTerminal(process.stdin, process.stdout, {
    hasOsc: !isLinuxConsole(process.env),
    clipboard: clipboardWay(process.env),
  });
  opened = terminal;
  process.prependListener('exit', terminal.end);
  handleJobControl(terminal);
  if (picture.length > 0) terminal.show(picture);
  terminal.guard();
  return {terminal, answered: []};
}
