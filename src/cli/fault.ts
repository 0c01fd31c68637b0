import process from 'node:process';
import {writeFault} from '../files/fault-file.js';
import {stateFolder} from '../files/state-folder.js';
import {sentenceOf} from '../model/system-error.js';
import type {Terminal} from '../terminal/terminal.js';
import {EXIT} from './io.js';
import {PROGRAM_WORDS} from './programs.js';
import {refusalJson} from './refusal.js';

/** Put in by the bundle, from package.json. */
declare const CIRCUSMAN_VERSION: string;

/** What the program has to leave behind when an error of its own ends it. */
export interface LeftBehind {
  /** The full screen's, once it was taken. */
  readonly terminal: Terminal | null;
  /** Prints the outcomes of the jobs that run; null: there can be none. */
  readonly printJobs: ((say: (text: string) => void) => Promise<void>) | null;
  /** Whether a program waits for JSON on stdout. */
  readonly isJson: boolean;
}

/** How long that may take, in ms. */
const PRINTED_WITHIN = 1_000;
const NOT_KNOWN = 'what came of the jobs that ran is not known (circusman jobs tells what is)';
const LONGEST_MESSAGE = 200;

let hasFailed = false;

/**
 * Ends the program because of an error that nobody expected: the terminal is left as it was found, one sentence says so and where the
 * details are, and the outcomes of the jobs that run are printed. A second error meanwhile ends it at once.
 */
export async function endByFault(error: unknown, {terminal, printJobs, isJson}: LeftBehind): Promise<void> {
  if (hasFailed) process.exit(EXIT.notOk);
  hasFailed = true;
  // Whatever hangs from here on, a signal ends the program.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeAllListeners(signal);
  const say = sayOn(terminal);
  const written = attempt(() => writeFault(stateFolder(process.env), faultName(), details(error)));
  const where =
    written === null || 'problem' in written ? `were not written: ${written?.problem}` : `are in ${written.file}`;
  const sentence = `ended by an error of its own: ${messageOf(error)}; the details ${where}`;
  say(`circusman: ${sentence}\n`);
  if (isJson && printJobs === null) {
    process.stdout.write(refusalJson({reason: sentence, exitCode: EXIT.notOk, command: null}));
  }
  if (printJobs !== null) {
    const late = new Promise<never>((_, refuse) => setTimeout(refuse, PRINTED_WITHIN));
    await Promise.race([printJobs(say), late]).catch(() => say(`circusman: ${NOT_KNOWN}\n`));
  }
  process.exit(EXIT.notOk);
}

/** Leaves the terminal as it was found. @returns how to say something then: one that takes no output holds nothing up */
function sayOn(terminal: Terminal | null): (text: string) => void {
  const plain = (text: string) => {
    process.stderr.write(text);
  };
  if (terminal === null) return plain;
  const isLeft = attempt(terminal.restore) === true;
  return isLeft || process.stderr.isTTY !== true ? plain : terminal.say;
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

/** Its first line, without control characters. */
function messageOf(error: unknown): string {
  const text =
    attempt(() => (error instanceof Error ? sentenceOf(error) || error.name : String(error))) ?? 'one without a text';
  const [line = ''] = text
    .replaceAll(/[^\P{Control}\n]/gu, ' ')
    .trim()
    .split('\n');
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line.replace(/[.;:\s]+$/, '');
}

function faultName(): string {
  return `${new Date().toISOString()}-${process.pid}`;
}

/** What helps to find the fault, and nothing that was typed: values of options may be secret. */
function details(error: unknown): string {
  const {stdout, env, version, platform, arch} = process;
  return [
    `circusman ${CIRCUSMAN_VERSION}, Node ${version}, ${platform} ${arch}`,
    `at ${new Date().toISOString()}, after ${Math.round(performance.now())} ms`,
    `program: ${programWord()}`,
    `terminal: TERM=${env.TERM ?? ''} ${stdout.columns ?? '-'}×${stdout.rows ?? '-'}`,
    `memory: ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`,
    '',
    ...causes(error),
    '',
  ].join('\n');
}

/** Which of the programs it is; the rest of the command line may be secret. */
function programWord(): string {
  return process.argv.slice(2).find(word => PROGRAM_WORDS.includes(word)) ?? 'the full screen';
}

/** The error's stack, and those of what caused it. */
function causes(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error)) return [attempt(() => String(error)) ?? 'an error without a text'];
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined || depth > 4 ? [own] : [own, 'caused by:', ...causes(error.cause, depth + 1)];
}
