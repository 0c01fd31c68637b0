import {unusedVariables} from '../bringup/lines.js';
import {parseScript} from '../bringup/parse.js';
import {problemText, type Script} from '../bringup/script.js';
import {readPlainText} from '../files/plain-text.js';
import {readVariables, type Variables} from '../model/variables.js';
import type {CommandLine} from './command-line.js';
import type {Consent} from './consent.js';
import {joinSets, readConsent} from './exec-request.js';
import {UsageError} from './usage-error.js';

/** What the command line of `run` says beside its flags for all programs, its file read. */
export interface RunWords {
  /** The sets of its nodes; none: the default cluster. */
  readonly sets: readonly string[];
  readonly script: Script;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  readonly consent: Consent;
}

/** Reads it, and the file that it names. @throws UsageError, with a sentence for each line of the file that cannot be read */
export function readRun({flags, operands}: Pick<CommandLine, 'flags' | 'operands'>): RunWords {
  const [file, extra] = operands;
  if (file === undefined) throw new UsageError('run wants a file, such as: circusman run bringup.circusman');
  if (extra !== undefined)
    throw new UsageError(`run takes one file: ${extra} is one word too many; nodes stand behind -c`);
  return {
    sets: joinSets(flags.get('c') ?? []),
    script: readScript(file, variablesOf(flags.get('set') ?? [])),
    isDryRun: flags.has('dry-run'),
    isJson: flags.has('json'),
    consent: readConsent(flags.get('yes') ?? []),
  };
}

/**
 * Reads a bring-up file.
 *
 * @param file as it is named in what is said of it
 * @param place where it is
 * @throws UsageError, with a sentence for each line that is wrong
 */
export function readScript(file: string, variables: Variables, place: string = file): Script {
  const read = readPlainText(place);
  if ('problem' in read) throw new UsageError(`${file} cannot be read: ${read.problem}`);
  if (read.text === null) throw new UsageError(`${file} cannot be read: there is no such file`);
  const parsed = parseScript(read.text, variables);
  if (!parsed.ok) {
    const [first = '', ...others] = parsed.problems.map(problem => problemText(file, problem));
    throw new UsageError(first, others);
  }
  const [unused] = unusedVariables(read.text, variables);
  if (unused !== undefined) throw new UsageError(`--set ${unused}: no line of ${file} has \${${unused}}`);
  return {file, steps: parsed.steps};
}

/** @throws UsageError */
function variablesOf(given: readonly string[]): Variables {
  const read = readVariables(given);
  if ('problem' in read) throw new UsageError(read.problem);
  return read.variables;
}
