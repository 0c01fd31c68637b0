import type {LeftStep, Pass} from '../bringup/run.js';
import {type CommandStep, commandsOf, type Script, type Step} from '../bringup/script.js';
import {joinTokens} from '../command/tokens.js';
import type {Job} from '../model/job.js';
import {jobJson} from './report.js';

/** "bringup.circusman:7". */
export function placeOf({file}: Script, {line}: Pick<Step, 'line'>): string {
  return `${file}:${line.number}`;
}

/** What stands before a line's command: "line 7: ", in a block that repeats "line 7, pass 2 of 3: ". */
export function labelOf({line}: Pick<Step, 'line'>, passes: readonly Pass[]): string {
  const pass = passes.map(({number, of}) => `, pass ${number} of ${of}`);
  return `line ${line.number}${pass.join('')}: `;
}

/** What stands before a command that is expected to end otherwise than ok: "expect failed ". */
export function expectationOf({expected}: Pick<CommandStep, 'expected'>): string {
  return expected === 'ok' ? '' : `expect ${expected} `;
}

/** A line's command as `run --json` prints it: as `exec` does, and where it stands. */
export function scriptJobJson(job: Job, {line, expected}: CommandStep, passes: readonly Pass[]): object {
  return {...jobJson(job), line: line.number, passes: passes.map(({number}) => number), expected};
}

/** What of a step was not begun, a text for each of its commands. */
export function leftTexts(script: Script, {step, passes}: LeftStep): readonly string[] {
  if (passes !== null && step.kind === 'repeat') return [`${placeOf(script, step)}: ${passes} of ${step.count} passes`];
  return commandsOf([step]).map(command => `${placeOf(script, command)}: ${joinTokens(command.words)}`);
}
