import type {Token} from '../command/arguments.js';
import {asksNodes} from '../command/cluster.js';
import {hasFilter} from '../command/on-clause.js';
import type {Plan, Result} from '../command/plan.js';
import type {Job, JobId} from '../model/job.js';
import {awaitDetails} from './await-details.js';
import {authorise, type Consent} from './consent.js';
import {detectUntil} from './detect.js';
import {EXIT, type Io} from './io.js';
import {listen} from './listen.js';
import {printLogs} from './print-logs.js';
import {refuse} from './refusal.js';
import type {Session} from './session.js';

/** How a command is run without a screen. */
export interface RunCommandOptions {
  readonly isJson: boolean;
  readonly consent: Consent;
  /** Nothing more is to be begun. */
  readonly interrupt: AbortSignal;
  /** Shows how far a job is. @returns how to end that */
  readonly showProgress: (job: JobId) => () => void;
  /** Prints a job that has ended. @returns the exit code for it */
  readonly report: (job: Job) => number;
  /** What is said of it is said of the command as it was typed. */
  readonly typed: string;
  /** Where it was typed: "bringup.circusman:7"; absent: in the command line. */
  readonly place?: string;
}

/** Resolves once the nodes have said what the command's plan depends on, or are given up for now. @param connect opens the connections, once */
export async function awaitNodes(
  session: Session,
  words: readonly Token[],
  connect: () => Promise<void>,
  interrupt: AbortSignal,
): Promise<void> {
  if (asksNodes(words)) {
    await connect();
    await session.settled(interrupt);
  }
  if (hasFilter(words)) await awaitDetails(session, {isQuick: false}, interrupt);
}

/** Opens the session's connections the first time that it is called. */
export function connectOnce(session: Session): () => Promise<void> {
  let connecting: Promise<void> | null = null;
  return () => {
    connecting ??= session.connect();
    return connecting;
  };
}

/** Runs one command to its end, and prints what came of it. @returns the exit code */
export async function runCommand(
  session: Session,
  plan: Result<Plan>,
  options: RunCommandOptions,
  io: Io,
): Promise<number> {
  const {isJson, consent, interrupt, typed, place} = options;
  const refused = (reason: string, exitCode: number) =>
    refuse({reason, exitCode, command: typed, ...(place === undefined ? {} : {place})}, isJson, io);
  if (!plan.ok) return refused(plan.problem.message, plan.problem.kind === 'no-target' ? EXIT.notOk : EXIT.usage);
  const refusal = authorise(plan.value, session.store.state(), consent);
  if (refusal !== null) return refused(refusal, EXIT.usage);
  const where = place === undefined ? '' : `${place}: `;
  for (const warning of plan.value.warnings) io.err(`circusman: ${where}${typed}: warning: ${warning}\n`);
  const {command} = plan.value;
  if (command.scope === 'screen' && command.searchOf !== undefined) {
    return detectUntil(interrupt, session, {search: command.searchOf(plan.value), isJson}, io);
  }
  if (command.scope === 'screen' && command.printOf !== undefined) {
    const request = command.printOf(plan.value);
    return printLogs(session, {...plan.value, request}, {isJson, signal: interrupt}, io);
  }
  if (command.scope === 'screen' && command.listensTo !== undefined) {
    return listen(session, {nodes: command.listensTo(plan.value), isJson, signal: interrupt}, io);
  }
  const id = session.runner.begin(plan.value);
  if (id === null) return EXIT.ok;
  const hideProgress = options.showProgress(id);
  await session.runner.ended(id);
  hideProgress();
  const job = session.store.state().jobs.find(each => each.id === id);
  return job === undefined ? EXIT.notOk : options.report(job);
}
