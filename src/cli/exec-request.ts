import type {CommandLine} from './command-line.js';
import type {Consent} from './consent.js';
import {UsageError} from './usage-error.js';

/** What the command line of `exec` says beside its flags for all programs. */
interface ExecWords {
  /** The sets of its nodes; none: the default cluster. */
  readonly sets: readonly string[];
  /** The words of its commands, as the shell gave them. */
  readonly typed: readonly string[];
  readonly isJson: boolean;
  readonly consent: Consent;
}

const YES = /^--yes(?:=(.*))?$/s;

/** Reads it; `--json` and `--yes` may stand among the words of its commands, too. @throws UsageError */
export function readExec({flags, operands}: Pick<CommandLine, 'flags' | 'operands'>): ExecWords {
  // Behind the command it would be taken for a watcher, and the command would run on the default nodes.
  if (operands.includes('-c')) throw new UsageError('-c stands before the command: circusman exec -c SET COMMAND');
  const sets = flags.get('c') ?? [];
  return {
    sets: joinSets(sets),
    typed: operands.filter(word => word !== '--json' && !YES.test(word)),
    isJson: flags.has('json') || operands.includes('--json'),
    consent: readConsent([
      ...(flags.get('yes') ?? []),
      ...operands.filter(word => YES.test(word)).map(word => YES.exec(word)?.[1] ?? ''),
    ]),
  };
}

/**
 * The set that each `-c` is a part of, as an operand; none without one. Each takes one value, so two of them are never a network and a count:
 * a number alone would belong to the set before it, where a count may have been meant. @throws UsageError
 */
export function joinSets(sets: readonly string[]): readonly string[] {
  if (sets.length === 0) return [];
  const all = sets.join(',');
  const number = sets.find(set => /^\d+$/.test(set));
  if (number !== undefined) throw new UsageError(`${all}: -c takes a set of nodes, and ${number} is none`);
  return [all];
}

/** @param counts what each `--yes` was given; the empty text where it was given nothing. @throws UsageError */
export function readConsent(counts: readonly string[]): Consent {
  const [count, ...more] = counts;
  if (count === undefined) return {kind: 'none'};
  if (count === '') return {kind: 'yes', count: null};
  const wrong = counts.find(each => !/^\d+$/.test(each));
  if (wrong !== undefined) throw new UsageError(`--yes: "${wrong}" is not a number of targets`);
  return {kind: 'yes', count: Number(count), ...(more.length === 0 ? {} : {counts: more.map(Number)})};
}
