import {spawn} from 'node:child_process';
import {lookup} from 'node:dns/promises';
import type {Readable} from 'node:stream';
import {createLookUp, LATE, type LookedUp, type LookUp} from './look-up.js';

/** Looks a host name up as every program of this machine does; one for all of this program, which has those threads once. */
export const lookUp: LookUp = createLookUp({inThread: askInThread, inProcess: askInProcess});

async function askInThread(host: string): Promise<LookedUp> {
  try {
    return foundOf((await lookup(host, {all: true})).map(({address}) => address));
  } catch (error) {
    const isUnanswered = error instanceof Error && 'code' in error && error.code === 'EAI_AGAIN';
    return {kind: isUnanswered ? 'unanswered' : 'none'};
  }
}

/** `getent` asks what a thread would ask, and can be ended. It says what it found line by line, each beginning with an address. */
function askInProcess(host: string, over: AbortSignal): Promise<LookedUp | 'impossible'> {
  const {promise, resolve} = Promise.withResolvers<LookedUp | 'impossible'>();
  const child = spawn('getent', ['ahosts', host], {
    stdio: ['ignore', 'pipe', 'ignore'],
    signal: over,
    killSignal: 'SIGKILL',
  });
  let out = '';
  child.on('error', ({code}: NodeJS.ErrnoException) => resolve(code === 'ENOENT' ? 'impossible' : LATE));
  // Where no descriptor is left the process has no output, which Node's types do not know.
  const {stdout}: {readonly stdout: Readable | undefined} = child;
  stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.on('close', code => resolve(answerOf(code, out)));
  return promise;
}

const NOT_FOUND = 2;

function answerOf(code: number | null, out: string): LookedUp {
  if (code === NOT_FOUND) return {kind: 'none'};
  return code === 0 ? foundOf(out.split('\n').map(line => line.split(/\s/)[0] ?? '')) : LATE;
}

function foundOf(addresses: readonly string[]): LookedUp {
  const found = [...new Set(addresses)].filter(address => address !== '');
  return found.length === 0 ? {kind: 'none'} : {kind: 'found', addresses: found};
}
