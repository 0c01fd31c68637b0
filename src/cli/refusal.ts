import type {Io} from './io.js';
import {jsonLine, oneSentence} from './printable.js';

/** Why nothing was done. */
export interface Refusal {
  readonly reason: string;
  readonly exitCode: number;
  /** The command of `exec` that it is about; null: the whole command line. */
  readonly command: string | null;
}

/** Prints on stderr why nothing was done; with `--json` also on stdout, as a line of JSON. @returns the exit code */
export function refuse(refusal: Refusal, isJson: boolean, io: Pick<Io, 'out' | 'err'>): number {
  const {reason, exitCode, command} = refusal;
  if (isJson) io.out(refusalJson(refusal));
  io.err(`circusman: ${oneSentence(command === null ? reason : `${command}: ${reason}`)}\n`);
  return exitCode;
}

/** The line of JSON that a program gets instead of the answer that it asked for. */
export function refusalJson({reason, exitCode, command}: Refusal): string {
  return jsonLine({version: 1, command, error: oneSentence(reason), exitCode});
}
