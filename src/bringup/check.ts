import {contextAfter} from '../command/context-after.js';
import {type ParseContext, planTokens} from '../command/parse.js';
import {clusterAfter, namesAfter, type Plan} from '../command/plan.js';
import {inFile} from './in-file.js';
import {type CommandStep, problemAt, type ScriptProblem, type Step} from './script.js';

/** What a check goes by. */
interface CheckOptions {
  /** Why a command cannot be in a file, or is not consented to; null: it can, and is. */
  readonly refusal: (plan: Plan, before: ParseContext) => string | null;
  /** Whether the nodes have reported what they have: then a name that nobody has is a problem, too. */
  readonly areNodesKnown: boolean;
}

/** Behind these a node may have watchers that nobody knows yet. */
const BRINGS_WATCHERS: ReadonlySet<string> = new Set(['add', 'reloadconfig']);

/**
 * Plans every command against the cluster as those before it would make it, without sending anything.
 *
 * @returns all that is wrong, in the file's order; what a second pass of a `repeat` would meet, too
 */
export function checkScript(
  steps: readonly Step[],
  context: ParseContext,
  {refusal, areNodesKnown}: CheckOptions,
): readonly ScriptProblem[] {
  const problems = new Map<number, ScriptProblem>();
  let before = inFile(context);
  let areKnown = areNodesKnown;
  checkAll(steps, false);
  return [...problems.values()].toSorted((one, other) => one.line - other.line);

  function checkAll(some: readonly Step[], isParallel: boolean): void {
    for (const step of some) {
      switch (step.kind) {
        case 'command':
          check(step, isParallel);
          break;
        case 'sleep':
          break;
        case 'parallel':
          checkAll(step.steps, true);
          break;
        case 'repeat':
          for (let pass = 0; pass < Math.min(2, step.count); pass++) checkAll(step.steps, isParallel);
      }
    }
  }

  function check({line, words}: CommandStep, isParallel: boolean): void {
    const wrong = (at: number, message: string) => {
      if (!problems.has(line.number)) problems.set(line.number, problemAt(line, at, message));
    };
    const plan = planTokens(words, before);
    if (!plan.ok) {
      const {kind, at, message, mayPass} = plan.problem;
      if (kind !== 'no-target' || (areKnown && mayPass !== true)) wrong(Math.max(at, words[0]?.at ?? 0), message);
    } else {
      const {value} = plan;
      const refused = refusal(value, before);
      if (refused !== null) wrong(words[0]?.at ?? 0, refused);
      const changesCluster = clusterAfter(value) !== null || namesAfter(value).length > 0;
      if (isParallel && changesCluster) {
        wrong(words[0]?.at ?? 0, 'what the cluster is must not change beside other commands: put this before parallel');
      }
      before = contextAfter(value, before);
    }
    if (BRINGS_WATCHERS.has(words[0]?.text ?? '')) areKnown = false;
  }
}
