import type {Plan, Result} from '../command/plan.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';

type PlanLine = (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;

/** A plan that took so long is not made anew, for the same text, before so many times that has passed. */
const SHARE = 20;

/**
 * Makes plans to be looked at, not to be carried out: the picture is drawn anew whenever a node says something, and a command for
 * ten thousand nodes is not found out anew each time. One may be as many times older than it took to make.
 */
export function createPreviews(planLine: PlanLine, clock: Clock): PlanLine {
  let last: {
    readonly text: string;
    readonly marked: readonly NodeId[];
    readonly plans: Result<readonly Plan[]>;
    readonly goodUntil: number;
  } | null = null;

  return (text, marked) => {
    const began = clock().monotonic;
    if (last !== null && last.text === text && isSame(last.marked, marked) && began < last.goodUntil) return last.plans;
    const plans = planLine(text, marked);
    const ended = clock().monotonic;
    last = {text, marked, plans, goodUntil: ended + SHARE * (ended - began)};
    return plans;
  };
}

function isSame(one: readonly NodeId[], other: readonly NodeId[]): boolean {
  return one.length === other.length && one.every((node, index) => node === other[index]);
}
