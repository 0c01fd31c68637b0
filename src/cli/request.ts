import {type Config, type Environment, readConfig} from '../config/config.js';
import {readConfigFile, withoutClusters} from '../config/config-file.js';
import {type ClusterOrigin, originOf} from '../model/cluster-origin.js';
import type {DetectionSearch} from '../model/detection.js';
import {readJobRange} from '../model/job-range.js';
import {isNear} from '../model/near.js';
import type {NodeSpec} from '../model/node.js';
import type {NodeSetOptions} from '../model/node-set.js';
import {columnProblems} from './chosen-columns.js';
import {clusterProblems, noDefault} from './cluster-problems.js';
import {type Clusters, openClusters} from './clusters.js';
import {type CommandLine, readCommandLine} from './command-line.js';
import type {Consent} from './consent.js';
import {type EventsOptions, readEvents} from './events-request.js';
import {readExec} from './exec-request.js';
import type {JobExport} from './export-jobs.js';
import {
  DEFAULT_CLUSTER,
  DEMO_NODES,
  MOST_DEMO_NODES,
  PROGRAM_WORDS,
  PROGRAMS,
  type Program,
  type ProgramName,
  SHELLS,
  type Shell,
} from './programs.js';
import type {RunWords} from './run-request.js';
import {readSearch} from './search-request.js';
import type {ConfigInForce, ShownConfig} from './show-config.js';
import {UsageError} from './usage-error.js';

/** What works on a cluster. */
interface OnCluster {
  readonly config: Config;
  readonly nodes: readonly NodeSpec[];
  /** What they are made from; null: nothing that has a name. */
  readonly origin: ClusterOrigin | null;
}

/** The full screen on these nodes. */
export interface ScreenRequest extends OnCluster {
  readonly program: 'screen';
}

/** What the command line asks for, read and checked. */
export type Request =
  | ScreenRequest
  | (OnCluster & {readonly program: 'status'; readonly isJson: boolean; readonly isQuick: boolean})
  | (OnCluster & {
      readonly program: 'exec';
      /** The words of its commands, as the shell gave them. */
      readonly typed: readonly string[];
      readonly isJson: boolean;
      readonly consent: Consent;
    })
  | (OnCluster & Omit<RunWords, 'sets'> & {readonly program: 'run'})
  | (OnCluster & EventsOptions & {readonly program: 'events'})
  /** `nodes`: those of the default cluster, which are known already; none where there is no such cluster. */
  | (OnCluster & {readonly program: 'detect'; readonly search: DetectionSearch; readonly isJson: boolean})
  /** `count`: how many nodes with stand-ins; null: four with the databases themselves. */
  | {readonly program: 'demo'; readonly config: Config; readonly count: number | null}
  /** `exported`: what of the journal becomes a file; null: it is printed. */
  | {readonly program: 'jobs'; readonly isJson: boolean; readonly exported: JobExport | null}
  | {readonly program: 'completion'; readonly shell: Shell}
  | (ShownConfig & {readonly program: 'config'; readonly isCheck: boolean; readonly isJson: boolean});

export type RequestResult =
  | {readonly kind: 'request'; readonly request: Request}
  /** The help was asked for, that of this program; or of the topic, by a word that may be a command's for bar and exec. */
  | {readonly kind: 'help'; readonly program: Program; readonly topic: string | null}
  | {readonly kind: 'version'}
  /** It cannot be understood, or the configuration is wrong; `isJson`: a program asked, and gets the reasons as JSON, too. */
  | {readonly kind: 'wrong'; readonly reason: string; readonly others: readonly string[]; readonly isJson: boolean};

/**
 * Reads operands that name nodes: sets, or a network and how many nodes of it.
 *
 * @returns a sentence about what is wrong with them
 */
export type NodesReader = (operands: readonly string[], sets: NodeSetOptions) => readonly NodeSpec[] | string;

/**
 * The one reader of command lines. It is loaded before the first picture, so it imports little: what reads sets of nodes is
 * given to it, and the help is made elsewhere.
 *
 * @param argv the words after the program's name
 */
export async function readRequest(
  argv: readonly string[],
  environment: Environment,
  readNodes: NodesReader,
): Promise<RequestResult> {
  try {
    return await read(argv, environment, readNodes);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {kind: 'wrong', reason: error.message, others: error.others, isJson: argv.includes('--json')};
  }
}

async function read(argv: readonly string[], environment: Environment, readNodes: NodesReader): Promise<RequestResult> {
  const result = readCommandLine(argv);
  if (!result.ok) throw new UsageError(result.problem);
  const {line} = result;
  const {flags, operands, program} = line;
  if (flags.has('help')) return {kind: 'help', program, topic: null};
  if (flags.has('version')) return {kind: 'version'};
  if (program.name === 'screen') {
    const asked = askedByWord(operands);
    if (asked !== null) return asked;
    refuseWords(operands);
  }
  if (program.name === 'completion')
    return {kind: 'request', request: {program: 'completion', shell: shellOf(operands)}};
  const {clusters, ...inForce} = await configOf(line, environment);
  const {config} = inForce;
  // It wants the default cluster whatever it is given, to say what of it is known.
  const isDetect = program.name === 'detect';
  const startOn = (): string | null => {
    const found = clusters.startOn();
    if ('problem' in found) throw new UsageError(`${found.problem}${isDetect ? '' : ': name a SET'}`);
    return found.reference;
  };
  const onCluster = (named: readonly string[]) => {
    const standard = named.length === 0 ? startOn() : null;
    const sets = named.length === 0 ? [standard ?? DEFAULT_CLUSTER] : named;
    const nodes = readNodes(sets, clusters.sets);
    const shown = sets.join(' ');
    if (typeof nodes === 'string') {
      throw new UsageError(
        standard === null ? `${shown || '""'}: ${nodes}` : noDefault(nodes, inForce.origins, isDetect),
      );
    }
    if (nodes.length === 0) throw new UsageError(`${shown}: this set has no node`);
    return {config, nodes, origin: originOf(sets, nodes)};
  };
  if (program.name === 'detect') {
    const sets = {...clusters.sets, defaultPort: config.defaultPort};
    const search = readSearch(line, sets, readNodes);
    if (typeof search === 'string') throw new UsageError(search);
    const cluster = startOn() === null ? {config, nodes: [], origin: null} : onCluster([]);
    return {kind: 'request', request: {program: 'detect', ...cluster, search, isJson: flags.has('json')}};
  }
  if (program.name === 'run') {
    const {readRun} = await import('./run-request.js');
    const {sets, ...rest} = readRun(line);
    return {kind: 'request', request: {program: 'run', ...onCluster(sets), ...rest}};
  }
  const savedDefault = () => (config.defaultCluster === null ? (startOn()?.slice(1) ?? null) : null);
  return {kind: 'request', request: requestOf(line, program.name, {...inForce, savedDefault}, onCluster)};
}

function requestOf(
  {flags, operands}: CommandLine,
  program: Exclude<ProgramName, 'detect' | 'run' | 'completion'>,
  {savedDefault, ...inForce}: ConfigInForce & {readonly savedDefault: () => string | null},
  onCluster: (sets: readonly string[]) => OnCluster,
): Request {
  const {config} = inForce;
  switch (program) {
    case 'screen':
      return {program: 'screen', ...onCluster(operands)};
    case 'status':
      return {
        program: 'status',
        ...onCluster(operands),
        isJson: flags.has('json'),
        isQuick: flags.has('quick'),
      };
    case 'exec': {
      const {sets, ...rest} = readExec({flags, operands});
      return {program: 'exec', ...onCluster(sets), ...rest};
    }
    case 'events':
      return {program: 'events', ...onCluster(operands), ...readEvents({flags}, Date.now())};
    case 'demo':
      return {program: 'demo', config, count: demoCount(flags, operands)};
    case 'jobs':
      return {program: 'jobs', isJson: flags.has('json'), exported: readExport(operands)};
    case 'config':
      if (operands[0] !== undefined) throw new UsageError(`config takes no nodes: leave out ${operands[0]}`);
      return {
        program: 'config',
        ...inForce,
        savedDefault: savedDefault(),
        isCheck: flags.has('check'),
        isJson: flags.has('json'),
      };
  }
}

/** `help` and `version` as words; a node of that name is `help:5555`. */
function askedByWord([first, second]: readonly string[]): RequestResult | null {
  if (first === 'version') return {kind: 'version'};
  return first === 'help' ? {kind: 'help', program: PROGRAMS.screen, topic: second ?? null} : null;
}

/** Throws where words that stand for nodes are no nodes, but a program that is misplaced, misspelt or not there yet. */
function refuseWords(operands: readonly string[]): void {
  const [first = ''] = operands;
  const later = PROGRAM_WORDS.find(name => operands.includes(name));
  if (later !== undefined) throw new UsageError(`${later} comes first: circusman ${later} …`);
  const near = [...PROGRAM_WORDS, 'help', 'version'].find(name => isNear(name, first));
  // A host with a number is one of many: demo1 is no demo.
  if (near !== undefined && !/\d/.test(first)) {
    throw new UsageError(`"${first}" is no command: did you mean ${near}? (a node of that name: ${first}:5555)`);
  }
}

async function configOf(
  {flags, program}: CommandLine,
  environment: Environment,
): Promise<ConfigInForce & {readonly clusters: Clusters}> {
  const file = await readConfigFile(flags, environment);
  const settings = program.name === 'demo' ? withoutClusters(file) : file;
  const result = readConfig(flags, environment, settings);
  const {config, origins} = result;
  const clusters = openClusters(config, environment);
  const problems = [
    ...(result.ok ? [] : result.problems),
    ...columnProblems(config, origins),
    ...(await keyProblems(config)),
    ...(program.name === 'config' ? clusterProblems(clusters.list(), {config, origins}) : []),
  ];
  if (problems.length > 0) throw wrongConfig(inOrder(problems, settings.file));
  return {config, origins, file: settings.file, clusters};
}

/** The keys of all screens are loaded for this alone: the first picture has those of the grid. */
async function keyProblems(config: Config): Promise<readonly string[]> {
  if (config.keys.length === 0) return [];
  const {chosenKeys} = await import('./chosen-keys.js');
  return chosenKeys(config).problems;
}

/** What is wrong elsewhere, then what is wrong in the file, from its first line to its last. */
function inOrder(problems: readonly string[], file: string | null): readonly string[] {
  const lineOf = (problem: string) =>
    problem.startsWith(`${file}:`) ? Number.parseInt(problem.slice(`${file}:`.length), 10) : 0;
  return problems.toSorted((one, other) => lineOf(one) - lineOf(other));
}

function wrongConfig([problem = '', ...others]: readonly string[]): UsageError {
  return new UsageError(problem, others);
}

function shellOf([word, extra]: readonly string[]): Shell {
  const shell = SHELLS.find(each => each === word);
  if (shell !== undefined && extra === undefined) return shell;
  throw new UsageError(`completion wants a shell: ${SHELLS.join(', ')}`);
}

/** `export 3-9 FILE`; null: nothing is said. */
function readExport([word, jobs, file, extra]: readonly string[]): JobExport | null {
  if (word === undefined) return null;
  if (word !== 'export') throw new UsageError(`jobs takes no nodes: leave out ${word}`);
  const range = readJobRange(jobs ?? '');
  if (range === null || file === undefined || extra !== undefined) {
    throw new UsageError(
      'jobs export wants the numbers of jobs and a new file, such as: jobs export 3-9 bringup.circusman',
    );
  }
  return {range, file};
}

function demoCount(flags: CommandLine['flags'], operands: readonly string[]): number | null {
  const [operand] = operands;
  if (operand !== undefined) throw new UsageError(`demo takes no nodes, but has its own: leave out ${operand}`);
  const typed = flags.get('nodes')?.at(-1);
  if (flags.has('real')) {
    if (typed !== undefined) throw new UsageError('--real has four nodes: leave out --nodes');
    return null;
  }
  const count = Number(typed ?? DEMO_NODES);
  if (typed !== undefined && (!/^\d+$/.test(typed) || count < 1 || count > MOST_DEMO_NODES)) {
    throw new UsageError(`--nodes: "${typed}" is not a number from 1 to ${MOST_DEMO_NODES}`);
  }
  return count;
}
