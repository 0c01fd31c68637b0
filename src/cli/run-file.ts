import {setTimeout as after} from 'node:timers/promises';
import {isAsExpected} from '../bringup/expected.js';
import {type Pass, runScript, type StepEnd} from '../bringup/run.js';
import {type CommandStep, commandsOf} from '../bringup/script.js';
import {asksNodes} from '../command/cluster.js';
import {hasFilter} from '../command/on-clause.js';
import {joinTokens} from '../command/tokens.js';
import type {Job} from '../model/job.js';
import {type CheckedRun, refusalOnNodes} from './check-file.js';
import {withEndSignals} from './end-signals.js';
import {EXIT, type Io} from './io.js';
import {jsonLine} from './printable.js';
import {refuse} from './refusal.js';
import {exitCodeOfJob, jobText} from './report.js';
import {awaitNodes, connectOnce, runCommand} from './run-command.js';
import {createRunProgress} from './run-progress.js';
import {printDryRun} from './script-dry-run.js';
import {expectationOf, labelOf, leftTexts, placeOf, scriptJobJson} from './script-report.js';
import type {Session} from './session.js';

/** How `run` was asked to work. */
interface RunFileOptions extends CheckedRun {
  readonly isJson: boolean;
}

/** Runs a bring-up file, once its names have been found on the nodes. @returns the exit code */
export function runFile(session: Session, options: RunFileOptions, io: Io): Promise<number> {
  const {script, isDryRun, isJson} = options;
  const progress = createRunProgress(session, io);
  const connect = connectOnce(session);
  return withEndSignals(session, progress.io, async interrupt => {
    const commands = commandsOf(script.steps);
    const [asking] = [...commands.filter(({words}) => hasFilter(words)), ...commands].filter(({words}) =>
      asksNodes(words),
    );
    if (asking !== undefined) await awaitNodes(session, asking.words, connect, interrupt);
    const refusal = interrupt.aborted ? null : refusalOnNodes(session.parseContext(), options);
    if (refusal !== null) return refuse(refusal, isJson, io);
    if (isDryRun) return printDryRun(script, session.parseContext(), isJson, io);
    let code: number = EXIT.ok;
    const run = async (step: CommandStep, passes: readonly Pass[]): Promise<StepEnd> => {
      await awaitNodes(session, step.words, connect, interrupt);
      if (interrupt.aborted) return 'not-begun';
      const label = labelOf(step, passes) + expectationOf(step);
      const own = await runCommand(
        session,
        session.planTokens(step.words, 'run'),
        {
          ...options,
          interrupt,
          typed: joinTokens(step.words),
          place: placeOf(script, step),
          showProgress: id => progress.showJob(id, label),
          report: job => {
            progress.io.out(isJson ? jsonLine(scriptJobJson(job, step, passes)) : label + jobText(job));
            return codeOf(job, step);
          },
        },
        progress.io,
      );
      if (code === EXIT.ok) code = own;
      return own === EXIT.ok ? 'as-expected' : 'otherwise';
    };
    const sleep = async (ms: number, signal: AbortSignal) => {
      const hide = progress.showText(`sleep ${ms / 1_000}s`);
      await after(ms, undefined, {signal}).catch(() => {});
      hide();
    };
    const {left} = await runScript(script.steps, {run, sleep, signal: interrupt});
    for (const each of left.flatMap(step => leftTexts(script, step))) io.err(`circusman: not begun: ${each}\n`);
    return code;
  });

  function codeOf(job: Job, step: CommandStep): number {
    const {expected} = step;
    if (isAsExpected(job, step)) return EXIT.ok;
    if (expected === 'ok') return exitCodeOfJob(job);
    progress.io.err(`circusman: ${placeOf(script, step)}: ${job.text}: expected ${expected} for every target\n`);
    return EXIT.notOk;
  }
}
