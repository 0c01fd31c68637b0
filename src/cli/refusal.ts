import type {Io} from './io.js';
import {jsonLine, oneSentence} from './plain-output.js';

/** Why nothing was done. */
export interface Refusal {
  readonly reason: string;
  readonly exitCode: number;
  /** The command of `exec` that it is about; null: all that was asked for. */
  readonly command: string | null;
}

/** Says on stderr why nothing was done; with `--json` programs are told it on stdout, too, in a line of its own. @returns the exit code */
export function refuse(refusal: Refusal, isJson: boolean, io: Pick<Io, 'out' | 'err'>): number {
  const {reason, exitCode, command} = refusal;
  if (isJson) io.out(refusalJson(refusal));
  io.err(`circusman: ${oneSentence(command === null ? reason : `${command}: ${reason}`)}\n`);
  return exitCode;
}

/** What a program is told instead of the answer that it asked for, in a line. */
export function refusalJson({reason, exitCode, command}: Refusal): string {
  return jsonLine({version: 1, command, error: oneSentence(reason), exitCode});
}
