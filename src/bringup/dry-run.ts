import {contextAfter} from '../command/context-after.js';
import {type ParseContext, planTokens} from '../command/parse.js';
import type {Plan, Result} from '../command/plan.js';
import type {State} from '../store/state.js';
import {inFile} from './in-file.js';
import type {CommandStep, Step} from './script.js';

/** A step of a file as a dry run sees it. */
export type DryStep =
  | {
      readonly kind: 'command';
      readonly step: CommandStep;
      readonly depth: number;
      /** What it is planned against. */
      readonly state: State;
      readonly plan: Result<Plan>;
    }
  /** It sends nothing itself. */
  | {readonly kind: 'other'; readonly step: Step; readonly depth: number};

/** What a dry run is read against: read-only refuses nothing of it, as nothing is sent. */
export function dryContext(context: ParseContext): ParseContext {
  return {...context, state: {...context.state, isReadOnly: false}};
}

/**
 * Every step in the file's order, each command planned against the cluster as those before it would make it; nothing is sent.
 * `depth`: how many blocks are around it.
 */
export function* dryRun(steps: readonly Step[], context: ParseContext): Generator<DryStep, void> {
  let before = dryContext(inFile(context));
  yield* all(steps, 0);

  function* all(some: readonly Step[], depth: number): Generator<DryStep, void> {
    for (const step of some) {
      if (step.kind === 'command') {
        const {state} = before;
        const plan = planTokens(step.words, before);
        if (plan.ok) before = contextAfter(plan.value, before);
        yield {kind: 'command', step, depth, state, plan};
      } else yield {kind: 'other', step, depth};
      if (step.kind === 'parallel' || step.kind === 'repeat') yield* all(step.steps, depth + 1);
    }
  }
}
