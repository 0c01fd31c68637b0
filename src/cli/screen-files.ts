import path from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {dryContext} from '../bringup/dry-run.js';
import {isAsExpected} from '../bringup/expected.js';
import {type LeftStep, type Pass, runScript, type StepEnd} from '../bringup/run.js';
import {type CommandStep, commandsOf, type Script} from '../bringup/script.js';
import type {Effect} from '../command/command.js';
import {effectOf, isAboveRead} from '../command/effect.js';
import type {ParseContext} from '../command/parse.js';
import type {Plan} from '../command/plan.js';
import type {FileDryRunPlan, FilePlan} from '../command/run.js';
import {joinTokens} from '../command/tokens.js';
import type {Environment} from '../config/config.js';
import type {FileLine} from '../model/file-run.js';
import type {Target} from '../model/job.js';
import type {Variables} from '../model/variables.js';
import {checkFile, type Problems} from './check-screen-file.js';
import {exportedText, writeJobs} from './export-jobs.js';
import {dryRunLines} from './script-dry-run.js';
import {placeOf} from './script-report.js';
import type {ScreenFiles, Session} from './session.js';

/** Runs files on the screen, one at a time. @param say says how one ended */
export function createScreenFiles(
  session: () => Session,
  environment: Environment,
  say: (sentence: string, isBad: boolean) => void,
): ScreenFiles {
  let running: {readonly file: string; readonly stop: () => void} | null = null;

  function open(file: string, variables: Variables, context: ParseContext): FilePlan | string {
    if (running !== null) return stillRuns(running.file);
    const checked = checkFile(file, placeOfFile(file), variables, context);
    if ('problems' in checked) return withMore(checked.problems);
    const {script, plans} = checked;
    const targets = distinct(plans.flatMap(plan => plan.targets));
    return {
      commands: commandsOf(script.steps).length,
      effect: strongest(plans.map(effectOf)),
      targets,
      warnings: [...new Set(plans.flatMap(plan => plan.warnings))],
      begin: () => void run(script, targets),
    };
  }

  function dryRun(file: string, variables: Variables, context: ParseContext): FileDryRunPlan | string {
    const asDry = dryContext(context);
    const checked = checkFile(file, placeOfFile(file), variables, asDry);
    if (!('problems' in checked)) {
      const {script} = checked;
      return {commands: commandsOf(script.steps).length, lines: () => dryRunLines(script, asDry)};
    }
    const {problems} = checked;
    const [only, another] = problems;
    if (another === undefined) return only;
    return {commands: null, lines: () => problems.map(text => ({text, role: 'problem'}))};
  }

  /** A shell would have put the home folder in place of `~`. */
  function placeOfFile(file: string): string {
    const {HOME = ''} = environment;
    return HOME !== '' && file.startsWith('~/') ? path.join(HOME, file.slice(2)) : file;
  }

  /** @param agreed what the operator has seen that it would act on */
  async function run(script: Script, agreed: readonly Target[]): Promise<void> {
    // Another may have begun while this one was asked about.
    if (running !== null) {
      say(`${script.file} was not begun: ${stillRuns(running.file)}`, true);
      return;
    }
    const {store, clock, runner, settled, planTokens} = session();
    const interrupt = new AbortController();
    const {signal} = interrupt;
    let at: readonly FileLine[] = [];
    let problem: string | null = null;
    const show = (lines: readonly FileLine[]) => {
      at = lines;
      const run = {file: script.file, at, ...(signal.aborted ? {isStopping: true as const} : {})};
      store.dispatch([{type: 'file-run-changed', at: clock(), run}]);
    };
    const stop = () => {
      interrupt.abort();
      show(at);
    };
    running = {file: script.file, stop};
    const otherwise = (step: CommandStep, reason: string): StepEnd => {
      problem ??= `${placeOf(script, step)}: ${reason}`;
      return 'otherwise';
    };

    async function runStep(step: CommandStep, own: FileLine): Promise<StepEnd> {
      await settled(signal);
      if (signal.aborted) return 'not-begun';
      const plan = planTokens(step.words, 'run');
      if (!plan.ok) return otherwise(step, `${own.text}: ${plan.problem.message}`);
      if (!isAgreed(plan.value, agreed)) return otherwise(step, `${own.text}: it would do more now than was agreed to`);
      const id = runner.begin(plan.value);
      if (id === null) return 'as-expected';
      await runner.ended(id);
      const job = store.state().jobs.find(each => each.id === id);
      if (job !== undefined && isAsExpected(job, step)) return 'as-expected';
      return otherwise(step, `${own.text} did not end ${step.expected} for every target (job ${id})`);
    }

    show([]);
    const {left} = await runScript(script.steps, {
      signal,
      run: async (step, passes) => {
        const own = lineOf(step.line.number, joinTokens(step.words), passes);
        show([...at, own]);
        const end = await runStep(step, own);
        show(at.filter(line => line !== own));
        return end;
      },
      sleep: async ms => {
        const own = lineOf(null, `sleep ${ms / 1_000}s`, []);
        show([...at, own]);
        await after(ms, undefined, {signal}).catch(() => {});
        show(at.filter(line => line !== own));
      },
    });
    running = null;
    store.dispatch([{type: 'file-run-changed', at: clock(), run: null}]);
    const what = [problem ?? `${script.file}: all of it ended as expected`, leftText(left)].filter(part => part !== '');
    say(left.length > 0 && problem === null ? `${script.file}: ${leftText(left)}` : what.join('; '), problem !== null);
  }

  return {
    open,
    dryRun,
    exportJobs: (range, file) => {
      void writeJobs(environment, {range, file: placeOfFile(file)}).then(result => {
        if ('problem' in result) say(result.problem, true);
        else say(exportedText(result.count, file), false);
      });
    },
    stop: () => {
      if (running === null) say('no file runs', false);
      else running.stop();
    },
  };
}

function stillRuns(file: string): string {
  return `${file} still runs: run --stop begins nothing more of it`;
}

function lineOf(line: number | null, text: string, passes: readonly Pass[]): FileLine {
  return {line, text, passes: passes.map(({number, of}) => `${number} of ${of}`)};
}

function withMore([first, ...more]: Problems): string {
  return more.length === 0 ? first : `${first} (and ${more.length} more: --dry-run shows them)`;
}

/** "not begun: lines 8, 9". */
function leftText(left: readonly LeftStep[]): string {
  const lines = [...new Set(left.map(({step}) => step.line.number))];
  return lines.length === 0 ? '' : `not begun: line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`;
}

const EFFECTS: readonly Effect[] = ['none', 'read', 'change', 'interrupt', 'destroy'];

function strongest(effects: readonly Effect[]): Effect {
  return EFFECTS.findLast(effect => effects.includes(effect)) ?? 'none';
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map(target => [JSON.stringify([target.node, target.watcher]), target])).values()];
}

/** Whether the plan acts on nothing but what was agreed to; all watchers of a node that was not known yet were. */
function isAgreed(plan: Plan, agreed: readonly Target[]): boolean {
  if (!isAboveRead(effectOf(plan))) return true;
  return plan.targets.every(({node, watcher}) =>
    agreed.some(seen => seen.node === node && (seen.watcher === null || seen.watcher === watcher)),
  );
}
