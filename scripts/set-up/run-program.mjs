import {spawn} from 'node:child_process';
import process from 'node:process';
import {SetUpError} from './set-up-error.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program without showing its output; resolves to its exit code (null: it could not be started) and all that it printed. Throws when a signal ends the set-up. */
export function runProgram(program, args, options = {}) {
  const child = spawn(program, args, {...options, stdio: ['ignore', 'pipe', 'pipe']});
  const chunks = [];
  child.stdout.on('data', chunk => chunks.push(chunk));
  child.stderr.on('data', chunk => chunks.push(chunk));
  let interruption = null;
  const interrupt = signal => {
    interruption = signal;
    // Left running, it would disturb the next set-up.
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return new Promise((resolve, reject) => {
    const finish = code => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
      if (interruption !== null)
        reject(new SetUpError(`the set-up was ended by ${interruption}; the next one goes on from here`));
      else resolve({code, output: Buffer.concat(chunks).toString()});
    };
    child.once('error', () => finish(null)).once('close', code => finish(code ?? 1));
  });
}
