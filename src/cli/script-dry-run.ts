import type {CommandStep, Script, Step} from '../bringup/script.js';
import {contextAfter} from '../command/context-after.js';
import {type ParseContext, planTokens} from '../command/parse.js';
import type {Plan} from '../command/plan.js';
import {joinTokens} from '../command/tokens.js';
import type {Target} from '../model/job.js';
import {EXIT, type Io} from './io.js';
import {jsonLine} from './printable.js';
import {refuse} from './refusal.js';
import {labelOf, placeOf} from './script-report.js';

/** Prints every target of every line, each line read against the cluster as those before it would make it. @returns the exit code */
export function printDryRun(
  script: Script,
  context: ParseContext,
  isJson: boolean,
  io: Pick<Io, 'out' | 'err'>,
): number {
  let before = context;
  let code: number = EXIT.ok;
  printAll(script.steps, '');
  return code;

  function printAll(steps: readonly Step[], indent: string): void {
    for (const step of steps) {
      if (step.kind === 'command') print(step, indent);
      else if (!isJson) io.out(`${labelOf(step, [])}${indent}${step.line.text.trim()}\n`);
      if (step.kind === 'parallel' || step.kind === 'repeat') printAll(step.steps, `${indent}  `);
    }
  }

  function print(step: CommandStep, indent: string): void {
    const plan = planTokens(step.words, before);
    if (!plan.ok) {
      code = EXIT.notOk;
      const place = placeOf(script, step);
      refuse({reason: plan.problem.message, command: joinTokens(step.words), exitCode: code, place}, isJson, io);
      return;
    }
    const {value} = plan;
    before = contextAfter(value, before);
    io.out(isJson ? jsonLine(plannedJson(value, step)) : `${labelOf(step, [])}${indent}${plannedText(value, step)}\n`);
  }
}

function plannedText({text, targets, warnings}: Plan, {expected}: CommandStep): string {
  const lines = targets.map(({node, watcher}) => `  ${node} ${watcher ?? '(its watchers are not known yet)'}`);
  const expectation = expected === 'ok' ? '' : `expect ${expected} `;
  return [`${expectation}${text}`, ...lines, ...warnings.map(warning => `  warning: ${warning}`)].join('\n');
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
