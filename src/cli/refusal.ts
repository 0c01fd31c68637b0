import type {Io} from './io.js';
import {jsonLine, oneSentence} from './printable.js';

/** Why nothing was done. */
export interface Refusal {
  readonly reason: string;
  /** What else is wrong, where all of it is known at once. */
  readonly others?: readonly string[];
  readonly exitCode: number;
  /** The command of `exec` that it is about; null: the whole command line. */
  readonly command: string | null;
  /** The line of a file that it stands in: "bringup.circusman:7"; absent: it was typed. */
  readonly place?: string;
}

/** Prints on stderr why nothing was done, a line for each reason; with `--json` also on stdout, as a line of JSON. @returns the exit code */
export function refuse(refusal: Refusal, isJson: boolean, io: Pick<Io, 'out' | 'err'>): number {
  const {reason, others = [], exitCode, command, place} = refusal;
  if (isJson) io.out(refusalJson(refusal));
  for (const each of [reason, ...others]) {
    const parts = [place ?? null, command, each].filter(part => part !== null);
    io.err(`circusman: ${oneSentence(parts.join(': '))}\n`);
  }
  return exitCode;
}

/** The line of JSON that a program gets instead of the answer that it asked for. */
export function refusalJson({reason, others = [], exitCode, command}: Refusal): string {
  const more = others.length === 0 ? {} : {errors: [reason, ...others].map(oneSentence)};
  return jsonLine({version: 1, command, error: oneSentence(reason), ...more, exitCode});
}
