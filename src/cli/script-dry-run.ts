import {type DryStep, dryRun} from '../bringup/dry-run.js';
import type {CommandStep, Script} from '../bringup/script.js';
import type {ParseContext} from '../command/parse.js';
import type {Plan} from '../command/plan.js';
import {joinTokens} from '../command/tokens.js';
import {isKnown} from '../command/watcher-operands.js';
import type {DryRunLine} from '../model/file-run.js';
import type {Target} from '../model/job.js';
import type {State} from '../store/state.js';
import {EXIT, type Io} from './io.js';
import {jsonLine, printable} from './printable.js';
import {refuse} from './refusal.js';
import {expectationOf, labelOf, placeOf} from './script-report.js';

/** Prints every target of every line, each line read against the cluster as those before it would make it. @returns the exit code */
export function printDryRun(
  script: Script,
  context: ParseContext,
  isJson: boolean,
  io: Pick<Io, 'out' | 'err'>,
): number {
  let code: number = EXIT.ok;
  for (const dry of dryRun(script.steps, context)) {
    if (dry.kind === 'command' && !dry.plan.ok) {
      code = EXIT.notOk;
      const {step, plan} = dry;
      const place = placeOf(script, step);
      refuse({reason: plan.problem.message, command: joinTokens(step.words), exitCode: code, place}, isJson, io);
    } else if (!isJson)
      io.out(
        dryStepLines(script, dry)
          .map(line => `${line.text}\n`)
          .join(''),
      );
    else if (dry.kind === 'command' && dry.plan.ok) io.out(jsonLine(plannedJson(dry.plan.value, dry.step)));
  }
  return code;
}

/** The same as lines of a screen, what cannot be planned among them. */
export function dryRunLines(script: Script, context: ParseContext): readonly DryRunLine[] {
  const lines = [...dryRun(script.steps, context)].flatMap(dry => dryStepLines(script, dry));
  return lines.map(line => ({...line, text: printable(line.text)}));
}

function dryStepLines(script: Script, dry: DryStep): readonly DryRunLine[] {
  const {step, depth} = dry;
  const label = `${labelOf(step, [])}${'  '.repeat(depth)}`;
  if (dry.kind === 'other') return [{text: label + step.line.text.trim(), role: 'step'}];
  const {plan} = dry;
  if (!plan.ok) {
    const text = `${placeOf(script, step)}: ${joinTokens(dry.step.words)}: ${plan.problem.message}`;
    return [{text, role: 'problem'}];
  }
  const {command, text, targets, warnings} = plan.value;
  const hasWatchers = command.args.some(({kind}) => kind === 'watcher');
  return [
    {text: label + expectationOf(dry.step) + text, role: 'step'},
    ...targets.map(target => targetLine(target, hasWatchers && isUnknown(target, dry.state))),
    ...warnings.map(warning => ({text: `  warning: ${warning}`, role: 'warning'}) as const),
  ];
}

function targetLine({node, watcher}: Target, isNotKnown: boolean): DryRunLine {
  const which = watcher ?? (isNotKnown ? '(its watchers are not known yet)' : '');
  return {text: `  ${node} ${which}`.trimEnd(), role: 'target'};
}

/** Whether the target is all watchers of a node that has not said yet which it has. */
function isUnknown({node}: Target, {nodes}: State): boolean {
  const row = nodes.get(node);
  return row !== undefined && !isKnown(row);
}

function plannedJson({text, targets, warnings}: Plan, {line, expected}: CommandStep): object {
  return {
    version: 1,
    command: text,
    isDryRun: true,
    targets: targets.map(targetJson),
    line: line.number,
    expected,
    warnings,
  };
}

function targetJson({node, watcher}: Target): object {
  return watcher === null ? {node} : {node, watcher};
}
