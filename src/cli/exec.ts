import type {Token} from '../command/arguments.js';
import {asksNodes} from '../command/cluster.js';
import {type Command, isForScreen} from '../command/command.js';
import {contextAfter} from '../command/context-after.js';
import {hasFilter} from '../command/on-clause.js';
import {type ParseContext, planTokens} from '../command/parse.js';
import type {Plan, Result} from '../command/plan.js';
import {commandTable} from '../command/table.js';
import {type CommandTokens, joinTokens, placed, splitLine, tokenOfArgument} from '../command/tokens.js';
import type {Config} from '../config/config.js';
import type {Job, JobId} from '../model/job.js';
import type {NodeSpec} from '../model/node.js';
import {reduce} from '../store/reduce.js';
import {isOk} from '../store/selectors.js';
import {EMPTY_STATE} from '../store/state.js';
import {awaitDetails} from './await-details.js';
import type {Clusters} from './clusters.js';
import {authorise, type Consent} from './consent.js';
import {detectUntil} from './detect.js';
import {type EndSignal, EXIT, exitCodeOf, type Io} from './io.js';
import {listen} from './listen.js';
import type {RoomFor} from './open-files.js';
import {printLogs} from './print-logs.js';
import {jsonLine} from './printable.js';
import {PROGRAM_WORDS} from './programs.js';
import {showProgress} from './progress.js';
import {type Refusal, refuse} from './refusal.js';
import {jobJson, jobText} from './report.js';
import type {Session} from './session.js';

/** How `exec` was asked to work. */
interface ExecOptions {
  readonly isJson: boolean;
  readonly consent: Consent;
}

/**
 * Parts the words after `exec` into commands: at a `;` of its own, or at the end of a word. A command may also be one
 * quoted word, as in `exec 'stop neo4j; start neo4j'`.
 */
export function partCommands(argv: readonly string[]): readonly CommandTokens[] {
  const commands: Token[][] = [[]];
  for (const argument of argv) {
    const isFirst = commands.at(-1)?.length === 0;
    const line = isFirst ? splitLine(argument) : null;
    const isLine = line?.ok === true && (line.value.length > 1 || (line.value[0]?.length ?? 0) > 1);
    const ends = isLine ? /;\s*$/.test(argument) : argument.endsWith(';');
    const parts = isLine ? line.value : [[tokenOfArgument(ends ? argument.slice(0, -1) : argument)]];
    for (const [index, tokens] of parts.entries()) {
      if (index > 0) commands.push([]);
      commands.at(-1)?.push(...tokens.filter(({text, isLiteral}) => text !== '' || isLiteral === true));
    }
    if (ends) commands.push([]);
  }
  return commands.filter(command => command.length > 0).map(placed);
}

/**
 * Finds what is wrong with the commands before the first one is begun, and before any node is asked: each is read against
 * the cluster as the ones before it would make it. @returns null: nothing is wrong as far as its words show
 */
export function checkCommands(
  commands: readonly (readonly Token[])[],
  context: {
    readonly nodes: readonly NodeSpec[];
    readonly config: Config;
    readonly clusters: Clusters;
    readonly roomFor: RoomFor;
    readonly at: Parameters<typeof reduce>[1][number]['at'];
  },
): Refusal | null {
  const refused = (reason: string, command: string | null) => ({reason, command, exitCode: EXIT.usage});
  if (commands.length === 0) {
    return refused('exec wants a command, such as: circusman exec -c 192.168.0.1-8 start neo4j', null);
  }
  const {sets, list} = context.clusters;
  let before: ParseContext = {
    state: reduce(EMPTY_STATE, [{type: 'cluster-changed', at: context.at, nodes: context.nodes}]),
    table: commandTable,
    sets,
    clusters: list,
    isReadOnly: context.config.isReadOnly,
    roomFor: context.roomFor,
    marked: null,
    now: context.at,
  };
  for (const tokens of commands) {
    const [line, another] = tokens;
    const read = another === undefined && line !== undefined && /\s/.test(line.text) ? splitLine(line.text) : null;
    if (read?.ok === false) return refused(read.problem.message, joinTokens(tokens)); // a whole line that cannot be parted
    const plan = planTokens(tokens, before);
    if (!plan.ok && plan.problem.kind !== 'no-target') return refused(plan.problem.message, joinTokens(tokens));
    if (!plan.ok) continue;
    const {command} = plan.value;
    if (isForScreen(command)) return refused(notForExec(command), joinTokens(tokens));
    before = contextAfter(plan.value, before);
  }
  return null;
}

/** A command of the screen may have a program that does the same for scripts. */
function notForExec({name}: Command): string {
  const hint = PROGRAM_WORDS.includes(name) ? `: circusman ${name} prints it` : '';
  return `this is for the full screen, not for exec${hint}`;
}

/** Connects the session once a command asks its nodes. Runs commands one after the other until one is not ok for every target. @returns the exit code. */
export async function exec(
  session: Session,
  commands: readonly (readonly Token[])[],
  {isJson, consent}: ExecOptions,
  io: Io,
): Promise<number> {
  const interrupt = new AbortController();
  let ending: EndSignal | null = null;
  const unlisten = io.onSignal(signal => {
    const isSecond = ending !== null;
    ending ??= signal;
    interrupt.abort();
    const goOn = session.runner.cancelAll();
    if (signal !== 'SIGINT' || isSecond) session.runner.breakOff();
    else if (goOn > 0)
      io.err('circusman: nothing new is begun; what is under way goes on (Ctrl-C again leaves at once)\n');
  });
  const {promise: printed, resolve: allPrinted} = Promise.withResolvers<void>();
  const stopReporting = io.onFault(() => {
    interrupt.abort();
    session.runner.breakOff();
    return printed;
  });
  let connecting: Promise<void> | null = null;
  const connect = () => {
    connecting ??= session.connect();
    return connecting;
  };
  const waiting = [...commands];
  let code: number = EXIT.ok;
  try {
    for (let tokens = waiting.shift(); tokens !== undefined; tokens = waiting.shift()) {
      if (asksNodes(tokens)) {
        await connect();
        await session.settled(interrupt.signal);
      }
      if (hasFilter(tokens)) await awaitDetails(session, {isQuick: false}, interrupt.signal);
      if (interrupt.signal.aborted) {
        waiting.unshift(tokens);
        break;
      }
      code = await execOne(session, session.planTokens(tokens), joinTokens(tokens), {isJson, consent, interrupt}, io);
      if (code !== EXIT.ok || interrupt.signal.aborted) break;
    }
  } finally {
    unlisten();
  }
  for (const tokens of waiting) io.err(`circusman: not begun: ${joinTokens(tokens)}\n`);
  allPrinted();
  stopReporting();
  return ending === null ? code : exitCodeOf(ending);
}

async function execOne(
  session: Session,
  plan: Result<Plan>,
  typed: string,
  options: ExecOptions & {readonly interrupt: AbortController},
  io: Io,
): Promise<number> {
  if (!plan.ok) {
    const exitCode = plan.problem.kind === 'no-target' ? EXIT.notOk : EXIT.usage;
    return refuse({reason: plan.problem.message, exitCode, command: typed}, options.isJson, io);
  }
  const refusal = authorise(plan.value, session.store.state(), options.consent);
  if (refusal !== null) {
    return refuse({reason: refusal, exitCode: EXIT.usage, command: typed}, options.isJson, io);
  }
  for (const warning of plan.value.warnings) io.err(`circusman: ${typed}: warning: ${warning}\n`);
  const {command} = plan.value;
  if (command.scope === 'screen' && command.searchOf !== undefined) {
    return detectUntil(
      options.interrupt.signal,
      session,
      {search: command.searchOf(plan.value), isJson: options.isJson},
      io,
    );
  }
  if (command.scope === 'screen' && command.printOf !== undefined) {
    const {isJson, interrupt} = options;
    return printLogs(
      session,
      {...plan.value, request: command.printOf(plan.value)},
      {isJson, signal: interrupt.signal},
      io,
    );
  }
  if (command.scope === 'screen' && command.listensTo !== undefined) {
    const {isJson, interrupt} = options;
    return listen(session, {nodes: command.listensTo(plan.value), isJson, signal: interrupt.signal}, io);
  }
  const id = session.runner.begin(plan.value);
  if (id === null) return EXIT.ok;
  const hideProgress = showProgress(session, id, io);
  await session.runner.ended(id);
  hideProgress();
  const job = findJob(session, id);
  if (job === null) return EXIT.notOk;
  io.out(options.isJson ? jsonLine(jobJson(job)) : jobText(job));
  return exitCodeOfJob(job);
}

/** What this machine itself refused is no outcome of a node. */
function exitCodeOfJob({targets}: Job): number {
  const notOk = targets.filter(target => !isOk(target));
  if (notOk.length === 0) return EXIT.ok;
  return notOk.every(target => target.outcome?.isRefused === true) ? EXIT.usage : EXIT.notOk;
}

function findJob(session: Session, id: JobId): Job | null {
  return session.store.state().jobs.find(job => job.id === id) ?? null;
}
