import {Command, CommanderError, Option} from 'commander';
import type {Word} from '../command/command.js';
import {isNear} from '../command/near.js';
import {readNodes} from '../command/node-words.js';
import {commandTable} from '../command/table.js';
import {usageLine, usageOfOption} from '../command/usage.js';
import {type Config, type Environment, type Flags, readConfig} from '../config.js';
import type {NodeSpec} from '../model/node.js';
import type {Consent} from './consent.js';
import {partCommands} from './exec.js';
import {DEFAULT_CLUSTER, type ScreenRequest} from './plain-request.js';

/** What the command line asks for, read and checked. */
export type Request =
  | ScreenRequest
  | {
      readonly program: 'status';
      readonly config: Config;
      readonly nodes: readonly NodeSpec[];
      readonly isJson: boolean;
      readonly isQuick: boolean;
    }
  | {
      readonly program: 'exec';
      readonly config: Config;
      readonly nodes: readonly NodeSpec[];
      readonly commands: readonly (readonly Word[])[];
      readonly isJson: boolean;
      readonly consent: Consent;
    }
  /** `count`: how many nodes with stand-ins; null: four with the databases themselves. */
  | {readonly program: 'demo'; readonly config: Config; readonly count: number | null};

/** The request; or the help or version that was asked for; or what is wrong, and whether a program is to be told. */
export type RequestResult =
  | {readonly ok: true; readonly request: Request}
  | {readonly ok: false; readonly isWrong: false; readonly text: string}
  | {readonly ok: false; readonly isWrong: true; readonly reason: string; readonly isJson: boolean};

const DEMO_NODES = 8;
const MOST_DEMO_NODES = 64;
/** Promised for later; until then a word of its own, so that none of them is taken for a host. */
const LATER = new Set(['run', 'detect', 'jobs', 'config', 'completion']);

/** A sentence about what is wrong with the command line. */
class UsageError extends Error {}

/** @param argv the words after the program's name */
export function readRequest(argv: readonly string[], environment: Environment, version: string): RequestResult {
  let text = '';
  let request: Request | null = null;
  const take = (made: Request) => {
    request = made;
  };
  const isYes = (word: string) => argv.includes('exec') && /^--yes(=|$)/.test(word);
  const program = describeProgram(version, environment, argv.find(isYes) ?? null, take);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: written => {
        text += written;
      },
      writeErr: written => {
        text += written;
      },
      outputError: (message, write) => write(message.replace(/^error: /, '')),
    });
  }
  const wrong = (reason: string) => ({ok: false, isWrong: true, reason, isJson: argv.includes('--json')}) as const;
  try {
    program.parse(
      argv.filter(word => !isYes(word)),
      {from: 'user'},
    );
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? {ok: false, isWrong: false, text} : wrong(text);
    }
    if (error instanceof UsageError) return wrong(error.message);
    throw error;
  }
  return request === null ? wrong(text) : {ok: true, request};
}

/** @param yes `--yes` or `--yes=COUNT` as it was typed: commander would take the command's name for its value */
function describeProgram(
  version: string,
  environment: Environment,
  yes: string | null,
  take: (request: Request) => void,
): Command {
  const program = new Command('circusman')
    .description('Run a cluster of circus nodes from one terminal.')
    .version(version, '--version', 'say the version')
    .helpOption('--help', 'say this')
    .helpCommand(false)
    .enablePositionalOptions()
    .argument('[SET...]', `the nodes, such as 192.168.0.1-32 or node[01-08].lab (default: ${DEFAULT_CLUSTER})`)
    .addHelpText('after', HELP);
  const config = (command: Command): Config => {
    const [before, after] = [program.opts<Flags>(), command.opts<Flags>()];
    // Of --no-color both have a word, said or not.
    const color = before.color !== false && after.color !== false;
    return checkedConfig({...before, ...after, color}, environment);
  };

  withCommonOptions(program).action((sets: string[]) => {
    const [first = ''] = sets;
    if (LATER.has(first)) throw new UsageError(`${first} is not known yet to this version; --help says what is`);
    const later = program.commands.find(command => sets.indexOf(command.name()) > 0)?.name();
    if (later !== undefined) throw new UsageError(`${later} comes first: circusman ${later} …`);
    const near = program.commands.find(command => isNear(command.name(), first));
    // A host with a number is one of many: demo1 is no demo.
    if (near !== undefined && !/\d/.test(first)) {
      throw new UsageError(
        `"${first}" is no command: did you mean ${near.name()}? (a node of that name: ${first}:5555)`,
      );
    }
    const made = config(program);
    take({program: 'screen', config: made, nodes: nodesOf(sets, made)});
  });

  withCommonOptions(program.command('status'))
    .description('say once what runs where; exit code 0 when every node is online')
    .argument('[SET...]')
    .option('--json', 'as one JSON document')
    .option('--quick', 'at once: without CPU and memory, and without a look for crashes, which take up to 2.2 s')
    .action((sets: string[], options: {json?: boolean; quick?: boolean}, command: Command) => {
      const made = config(command);
      take({
        program: 'status',
        config: made,
        nodes: nodesOf(sets, made),
        isJson: options.json ?? false,
        isQuick: options.quick ?? false,
      });
    });

  withCommonOptions(program.command('exec'))
    .description("run commands of the command bar, then exit; a ';' of its own parts them")
    .usage("[options] COMMAND [';' COMMAND]...")
    .addHelpText('after', commandHelp)
    .argument('[COMMAND...]')
    .addOption(new Option('-c <SET>', 'the nodes; may be repeated').argParser(collect).default([], DEFAULT_CLUSTER))
    .option('--json', 'one line of JSON a command')
    .option('--yes', 'mean it, where a command destroys; --yes=COUNT, the count of targets, on a whole cluster')
    .passThroughOptions()
    .action((typed: string[], options: {c: string[]; json?: boolean}, command: Command) => {
      const made = config(command);
      // Behind the command it would be taken for a watcher, and the command be for the nodes that are meant where none are named.
      if (typed.includes('-c')) throw new UsageError('-c stands before the command: circusman exec -c SET COMMAND');
      take({
        program: 'exec',
        config: made,
        // Each takes one value, so two of them are never a network and a count.
        nodes: nodesOf(options.c.length === 0 ? [] : [joinSets(options.c)], made),
        commands: partCommands(typed.filter(word => word !== '--json')),
        isJson: typed.includes('--json') || (options.json ?? false),
        consent: readConsent(yes),
      });
    });

  withCommonOptions(program.command('demo'))
    .description('a cluster of real circusd nodes on this machine, and the full screen on it')
    .option('--nodes <count>', `how many nodes, 1 to ${MOST_DEMO_NODES} (default: ${DEMO_NODES})`)
    .option(
      '--real',
      'four nodes with Neo4j and Titan themselves, which it fetches once; wants Java 17 to 23 and Maven',
    )
    .action((options: {nodes?: string; real?: boolean}, command: Command) => {
      const {nodes = String(DEMO_NODES), real = false} = options;
      if (real && options.nodes !== undefined) throw new UsageError('--real has four nodes: leave out --nodes');
      const count = Number(nodes);
      if (!/^\d+$/.test(nodes) || count < 1 || count > MOST_DEMO_NODES) {
        throw new UsageError(`--nodes: "${nodes}" is not a number from 1 to ${MOST_DEMO_NODES}`);
      }
      take({program: 'demo', config: config(command), count: real ? null : count});
    });
  return program;
}

/** The commands that exec takes: those of the table that act on nodes. */
function commandHelp(): string {
  const commands = [...commandTable.values()].filter(command => command.scope !== 'screen');
  const lines = commands.flatMap(command => [
    `  ${usageLine(command)}`,
    `      ${command.summary}`,
    ...(command.options ?? []).map(option => `      ${usageOfOption(option)}: ${option.summary}`),
  ]);
  return ['', 'Commands:', ...lines].join('\n');
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--port <port>', 'command port of the nodes that name none (default: 5555)')
    .option('--connect-timeout <duration>', 'how long a node may take to answer first (default: 3s)')
    .option('--timeout <duration>', 'how long a command may take (default: by what each watcher is set to)')
    .option('--read-only', 'refuse everything that changes a node')
    .option('--ascii', 'no character outside ASCII')
    .option('--no-color', 'no colours (also by NO_COLOR)');
}

const HELP = `
A SET is 192.168.0.1-32, 10.0.0.0/28, node[01-08].lab, host:5565, host:5565/5566/5567, [fd00::1], joined by commas;
!10.0.0.3 takes one out again. Two operands, 192.168.0.1 32, are 32 addresses from there on.
Each option can stand in the environment: CIRCUSMAN_PORT, CIRCUSMAN_CONNECT_TIMEOUT, CIRCUSMAN_TIMEOUT, CIRCUSMAN_READ_ONLY=1,
CIRCUSMAN_ASCII=1, CIRCUSMAN_NO_COLOR=1; and CIRCUSMAN_ON_FAILURE=bell, message or none.`;

function checkedConfig(flags: Flags, environment: Environment): Config {
  const result = readConfig(flags, environment);
  if (!result.ok) throw new UsageError(result.message);
  return result.config;
}

function nodesOf(sets: readonly string[], config: Config): readonly NodeSpec[] {
  const words = (sets.length === 0 ? [DEFAULT_CLUSTER] : sets).map(text => ({text, at: 0}));
  const result = readNodes(words, config.defaultPort);
  if (!result.ok) throw new UsageError(`${sets.join(' ') || '""'}: ${result.problem.message}`);
  if (result.value.length === 0) throw new UsageError(`${sets.join(' ')}: this set has no node`);
  return result.value;
}

/** A number alone would belong to the set before it, where a count may have been meant. */
function joinSets(sets: readonly string[]): string {
  const all = sets.join(',');
  const number = sets.find(set => /^\d+$/.test(set));
  if (number !== undefined) throw new UsageError(`${all}: -c takes a set of nodes, and ${number} is none`);
  return all;
}

function readConsent(yes: string | null): Consent {
  if (yes === null) return {kind: 'none'};
  if (yes === '--yes') return {kind: 'yes', count: null};
  const count = yes.slice('--yes='.length);
  if (!/^\d+$/.test(count)) throw new UsageError(`--yes: "${count}" is not a number of targets`);
  return {kind: 'yes', count: Number(count)};
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
