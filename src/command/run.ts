import type {DryRunLine} from '../model/file-run.js';
import type {JobId, Target} from '../model/job.js';
import {readVariables, type Variables} from '../model/variables.js';
import type {Arguments, Token} from './arguments.js';
import type {CommandOption, Effect, ScreenCommand} from './command.js';
import {preparing} from './command.js';
import {dryRunOption, isDryRun, withoutDryRun} from './dry-run.js';
import {typedAgain} from './options.js';
import {misused, type Plan, type PlanContext, type Result} from './plan.js';
import type {ScreenPort} from './ports.js';
import {quoteWord} from './tokens.js';

/** What a bring-up file would do, all of it. */
export interface FilePlan {
  /** How many lines of it are commands. */
  readonly commands: number;
  /** The strongest of its commands' effects. */
  readonly effect: Effect;
  /** What its commands act on, each once, as far as it is known. */
  readonly targets: readonly Target[];
  readonly warnings: readonly string[];
  readonly begin: () => void;
}

/** What would come of a bring-up file, of which nothing is begun. */
export interface FileDryRunPlan {
  /** How many lines of it are commands; null: there is no telling, as some of its lines are wrong. */
  readonly commands: number | null;
  /** Every target of every line; of a file with lines that are wrong, what is wrong with each. */
  readonly lines: () => readonly DryRunLine[];
}

/** Files of commands, as the full screen runs them: one at a time. */
export interface FilePort {
  /** Reads a file and checks its commands. @returns what it would do, or why it cannot be run, for people */
  readonly open: (file: string, variables: Variables, context: PlanContext) => FilePlan | string;
  /** The same for a dry run, which does not ask whether another file runs. @returns why there is none, if that is a single sentence */
  readonly dryRun: (file: string, variables: Variables, context: PlanContext) => FileDryRunPlan | string;
  /** Writes what jobs did, by their numbers, into a new file; what came of that is said on the screen. */
  readonly exportJobs: (range: {readonly from: JobId; readonly to: JobId}, file: string) => void;
  /** Begins nothing more of the file that runs; where none does, that is said on the screen. */
  readonly stop: () => void;
}

const SET: CommandOption = {
  name: 'set',
  value: 'NAME=VALUE',
  isMany: true,
  summary: 'What a variable of the file stands for',
};
const DRY_RUN = dryRunOption('Only show every target of every line');
const STOP: CommandOption = {
  name: 'stop',
  value: null,
  isMany: false,
  summary: 'Begin nothing more of the file that runs; what is under way goes on to its end',
};

interface PreparedRun {
  readonly description: string;
  readonly act: (screen: ScreenPort) => void;
}

/** Runs a file of commands on the screen, as `circusman run` does without one. */
export const run: ScreenCommand = preparing<PreparedRun>({
  name: 'run',
  summary: 'Run the commands of a file, one a line; :jobs shows each, and the line below how far it is',
  args: [{name: 'file', kind: 'file', isOptional: true, isMany: false}],
  options: [SET, DRY_RUN, STOP],
  takesOn: false,
  standsAlone: true,
  scope: 'screen',
  effect: 'none',
  plan: (args, context) => {
    const {files} = context;
    if (files === undefined) return misused('a file of commands is run by itself: circusman run FILE', 0);
    const file = args.operands.get('file')?.[0];
    const stop = args.options.get(STOP.name)?.[0];
    if (stop !== undefined) {
      if (isDryRun(args)) return misused('--stop ends the file that runs: leave out --dry-run', stop.at);
      if (file !== undefined) return misused('--stop ends the file that runs: leave out which', file.at);
      const prepared = {description: 'begins nothing more of the file that runs', act: () => files.stop()};
      return {ok: true, value: {command: run, args, text: 'run --stop', targets: [], warnings: [], prepared}};
    }
    if (file === undefined) return misused('a file is missing, such as: run bringup.circusman', 'run'.length);
    const variables = variablesOf(args);
    if (!variables.ok) return variables;
    if (isDryRun(args)) return planDryRun(file, variables.value, args, files, context);
    const opened = files.open(file.text, variables.value, context);
    if (typeof opened === 'string') return misused(opened, file.at);
    const {commands, targets, warnings, effect, begin} = opened;
    const nodes = new Set(targets.map(({node}) => node)).size;
    const description = `${count(commands, 'command')}, ${count(targets.length, 'target')} on ${count(nodes, 'node')}`;
    const prepared = {description, act: begin};
    return {ok: true, value: {command: run, args, text: typed(file, args), targets, warnings, effect, prepared}};
  },
  describe: plan => plan.prepared.description,
  act: (screen, plan) => plan.prepared.act(screen),
});

function planDryRun(
  file: Token,
  variables: Variables,
  args: Arguments,
  files: FilePort,
  context: PlanContext,
): Result<Plan<PreparedRun>> {
  const found = files.dryRun(file.text, variables, context);
  if (typeof found === 'string') return misused(found, file.at);
  const {commands, lines} = found;
  const what = commands === null ? 'what is wrong in it' : `what its ${count(commands, 'command')} would do`;
  const command = typed(file, {options: withoutDryRun(args).options});
  const prepared: PreparedRun = {
    description: `${file.text}: shows ${what}, and sends nothing`,
    act: screen => screen.dryRun({file: file.text, command, lines: lines()}),
  };
  return {ok: true, value: {command: run, args, text: typed(file, args), targets: [], warnings: [], prepared}};
}

function typed(file: Token, {options}: Pick<Arguments, 'options'>): string {
  return typedAgain(run, [quoteWord(file.text)], null, options);
}

function variablesOf({options}: Arguments): Result<Variables> {
  const given = options.get(SET.name) ?? [];
  const read = readVariables(given.map(({text}) => text));
  return 'problem' in read ? misused(read.problem, given[read.index]?.at ?? 0) : {ok: true, value: read.variables};
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
