import {checkScript} from '../bringup/check.js';
import {problemText, type Script, type ScriptProblem} from '../bringup/script.js';
import type {ParseContext} from '../command/parse.js';
import type {Plan} from '../command/plan.js';
import type {Variables} from '../model/variables.js';
import {forScreenAlone} from './for-screen.js';
import {oneSentence} from './printable.js';
import {readScript} from './run-request.js';
import {UsageError} from './usage-error.js';

/** A sentence for each line that is wrong, or one about the file. */
export type Problems = readonly [string, ...string[]];

/** Reads a file that the bar names, and plans its commands on the cluster as it is known now. @param place where it is */
export function checkFile(
  file: string,
  place: string,
  variables: Variables,
  context: ParseContext,
): {readonly script: Script; readonly plans: readonly Plan[]} | {readonly problems: Problems} {
  let script: Script;
  try {
    script = readScript(file, variables, place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {problems: [oneSentence(error.message), ...error.others.map(oneSentence)]};
  }
  const plans: Plan[] = [];
  const refusal = (plan: Plan) => {
    plans.push(plan);
    return forScreenAlone(plan.command, 'a file');
  };
  const [first, ...more] = checkScript(script.steps, context, {areNodesKnown: true, refusal});
  if (first === undefined) return {script, plans};
  const text = (problem: ScriptProblem) => oneSentence(problemText(file, problem));
  return {problems: [text(first), ...more.map(text)]};
}
