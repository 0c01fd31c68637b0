import {parseArgs} from 'node:util';
import {isNear} from '../model/near.js';
import {type Flag, PROGRAM_WORDS, PROGRAMS, PROGRAMS_IN_EXEC, type Program, type ProgramName} from './programs.js';

/** A command line, read but not yet understood: which program, with which flags, on what. */
export interface CommandLine {
  readonly program: Program;
  /** By a flag's name: each value that it was given, in order; the empty text where it has none. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** What is no flag; for `exec` all from the command's first word on, flags among it. */
  readonly operands: readonly string[];
}

type CommandLineResult =
  | {readonly ok: true; readonly line: CommandLine}
  | {readonly ok: false; readonly problem: string};

/** All flags: which program is meant is only known once they have been read. */
const FLAGS: ReadonlyMap<string, Flag> = new Map(
  Object.values(PROGRAMS).flatMap(({flags}) => flags.map(flag => [flag.name, flag])),
);

const OPTIONS = Object.fromEntries(
  [...FLAGS.values()].map(({name, short, value}) => [
    name,
    {type: value === null ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : {short})},
  ]),
);

/**
 * Reads the words behind the program's name, by the table of programs. Flags may stand anywhere, but behind `--` and behind
 * the first word of a command of `exec`. `exec run FILE` is `run FILE`, with the flags of both.
 *
 * @returns a sentence where a flag is not known, lacks its value, or has one too many
 */
export function readCommandLine(argv: readonly string[]): CommandLineResult {
  const tokens = tokensOf(argv);
  const end = tokens.find(token => token.kind === 'option-terminator')?.index ?? argv.length;
  const operands = tokens.filter(token => token.kind === 'positional');
  const [first, second] = operands;
  const name = first !== undefined && first.index < end ? wordOfProgram(first.value) : null;
  const command = name === 'exec' ? (second?.index ?? argv.length) : argv.length;
  const inExec = programInExec(argv.slice(command));
  const program = PROGRAMS[name ?? 'screen'];
  const flags = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const owner = token.index < command ? program : inExec;
    if (owner === null) continue;
    const problem = problemOf(owner, token);
    if (problem !== null) return {ok: false, problem};
    flags.set(token.name, [...(flags.get(token.name) ?? []), token.value ?? '']);
  }
  const own = name === null ? operands : operands.slice(inExec === null ? 1 : 2);
  const words = name === 'exec' && inExec === null ? argv.slice(command) : own.map(({value}) => value);
  return {ok: true, line: {program: inExec ?? program, flags, operands: words}};
}

/** The program that the words of `exec` ask for; null: they are commands. */
function programInExec(words: readonly string[]): Program | null {
  const name = PROGRAMS_IN_EXEC.find(each => each === words[0]);
  return name === undefined || words.some(word => word.endsWith(';')) ? null : PROGRAMS[name];
}

/** Without a flag there is nothing to parse, which would cost a millisecond of the first picture. */
function tokensOf(argv: readonly string[]) {
  if (!argv.some(word => word.startsWith('-'))) {
    return argv.map((value, index) => ({kind: 'positional' as const, index, value}));
  }
  return parseArgs({args: [...argv], options: OPTIONS, allowPositionals: true, strict: false, tokens: true}).tokens;
}

function wordOfProgram(word: string): ProgramName | null {
  return PROGRAM_WORDS.includes(word) ? (word as ProgramName) : null;
}

interface GivenFlag {
  readonly name: string;
  /** As it was typed: `--port`, `-c`. */
  readonly rawName: string;
  readonly value?: string | undefined;
}

function problemOf({name, flags}: Program, given: GivenFlag): string | null {
  const flag = flags.find(each => each.name === given.name);
  if (flag === undefined) {
    const near = flags.find(each => given.rawName.startsWith('--') && isNear(each.name, given.name));
    const owner = Object.values(PROGRAMS).find(other => other.flags.some(each => each.name === given.name));
    const hint = near === undefined ? '' : `: did you mean --${near.name}?`;
    const elsewhere = owner === undefined || near !== undefined ? '' : `: it belongs to circusman ${owner.name}`;
    return `unknown option '${given.rawName}'${name === 'screen' ? '' : ` of ${name}`}${hint}${elsewhere}`;
  }
  if (flag.value === null) {
    return given.value === undefined || flag.hasOptionalValue === true
      ? null
      : `option '${given.rawName}' takes no value`;
  }
  return given.value === undefined ? `option '${given.rawName} <${flag.value}>' argument missing` : null;
}
