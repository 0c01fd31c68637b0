import {spawn} from 'node:child_process';
import process from 'node:process';
import {CIRCUSMAN} from './circusman-screen.js';

/** The result of a run of the program without a terminal. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program as a process without a terminal. */
interface RunningCircusman {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves once its stderr matches; rejects when it ends before. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** What it has printed so far. */
  readonly out: () => string;
  /** Nobody reads what it prints any more. */
  readonly closeOut: () => void;
  readonly finished: Promise<Finished>;
}

/** Starts circusman as a script would. */
export function startCircusman(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCircusman {
  const {HOME = '/', PATH = ''} = process.env;
  const child = spawn(process.execPath, [CIRCUSMAN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {HOME, PATH, XDG_STATE_HOME: '/dev/null', XDG_CONFIG_HOME: '/dev/null', LANG: 'C.UTF-8', ...env},
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return {
    pid: child.pid ?? 0,
    kill: signal => child.kill(signal),
    says: pattern =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (pattern.test(err)) resolve();
        };
        child.stderr.on('data', check).on('close', () => reject(new Error(`it never printed ${pattern}: ${err}`)));
        check();
      }),
    out: () => out,
    closeOut: () => child.stdout.destroy(),
    finished: new Promise((resolve, reject) => {
      child.on('error', reject).on('close', code => resolve({code, out, err}));
    }),
  };
}

/** Runs circusman to its end. */
export function runCircusman(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return startCircusman(args, env).finished;
}
