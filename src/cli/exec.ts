import type {Token} from '../command/arguments.js';
import {contextAfter} from '../command/context-after.js';
import {planTokens} from '../command/parse.js';
import {type CommandTokens, joinTokens, placed, splitLine, tokenOfArgument} from '../command/tokens.js';
import type {Job, JobId} from '../model/job.js';
import type {Consent} from './consent.js';
import {withEndSignals} from './end-signals.js';
import {forScreenAlone} from './for-screen.js';
import {EXIT, type Io} from './io.js';
import {jsonLine} from './printable.js';
import {showProgress} from './progress.js';
import type {Refusal} from './refusal.js';
import {exitCodeOfJob, jobJson, jobText} from './report.js';
import {awaitNodes, connectOnce, runCommand} from './run-command.js';
import type {Session} from './session.js';
import {type Unconnected, unconnectedContext} from './unconnected-context.js';

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
export function checkCommands(commands: readonly (readonly Token[])[], context: Unconnected): Refusal | null {
  const refused = (reason: string, command: string | null) => ({reason, command, exitCode: EXIT.usage});
  if (commands.length === 0) {
    return refused('exec wants a command, such as: circusman exec -c 192.168.0.1-8 start neo4j', null);
  }
  let before = unconnectedContext(context);
  for (const tokens of commands) {
    const [line, another] = tokens;
    const read = another === undefined && line !== undefined && /\s/.test(line.text) ? splitLine(line.text) : null;
    if (read?.ok === false) return refused(read.problem.message, joinTokens(tokens)); // a whole line that cannot be parted
    const plan = planTokens(tokens, before);
    if (!plan.ok && plan.problem.kind !== 'no-target') return refused(plan.problem.message, joinTokens(tokens));
    if (!plan.ok) continue;
    const forScreen = forScreenAlone(plan.value.command, 'exec');
    if (forScreen !== null) return refused(forScreen, joinTokens(tokens));
    before = contextAfter(plan.value, before);
  }
  return null;
}

/** Connects the session once a command asks its nodes. Runs commands one after the other until one is not ok for every target. @returns the exit code. */
export function exec(
  session: Session,
  commands: readonly (readonly Token[])[],
  options: ExecOptions,
  io: Io,
): Promise<number> {
  const connect = connectOnce(session);
  const waiting = [...commands];
  const report = (job: Job) => {
    io.out(options.isJson ? jsonLine(jobJson(job)) : jobText(job));
    return exitCodeOfJob(job);
  };
  return withEndSignals(session, io, async interrupt => {
    let code: number = EXIT.ok;
    for (let tokens = waiting.shift(); tokens !== undefined; tokens = waiting.shift()) {
      await awaitNodes(session, tokens, connect, interrupt);
      if (interrupt.aborted) {
        waiting.unshift(tokens);
        break;
      }
      const plan = session.planTokens(tokens, 'exec');
      const typed = joinTokens(tokens);
      const progress = (id: JobId) => showProgress(session, id, io);
      code = await runCommand(session, plan, {...options, interrupt, report, typed, showProgress: progress}, io);
      if (code !== EXIT.ok || interrupt.aborted) break;
    }
    for (const tokens of waiting) io.err(`circusman: not begun: ${joinTokens(tokens)}\n`);
    return code;
  });
}
