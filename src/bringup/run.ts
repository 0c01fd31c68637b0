import type {CommandStep, Step} from './script.js';

/** Which pass of a `repeat` it is. */
export interface Pass {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Whether a command ended for every target as its line expects it to. */
export type StepEnd = 'as-expected' | 'otherwise' | 'not-begun';

/** What running a file may use of the world. */
export interface ScriptPorts {
  /** Runs a command to its end. `passes`: those of the blocks around it, the outer first. */
  readonly run: (step: CommandStep, passes: readonly Pass[]) => Promise<StepEnd>;
  /** Resolves after so many ms, or once `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Nothing more is to be begun. */
  readonly signal: AbortSignal;
}

/** What was not begun: a step, or the rest of the passes of a block. */
export interface LeftStep {
  readonly step: Step;
  /** How many passes; null: it is no `repeat` that had begun. */
  readonly passes: number | null;
}

/** How a file ended. */
export interface ScriptEnd {
  /** What was not begun, in the file's order. */
  readonly left: readonly LeftStep[];
}

/** Runs a file's steps in order. Behind the first command that does not end as expected nothing more is begun, unless it says `on-error continue`. */
export async function runScript(steps: readonly Step[], ports: ScriptPorts): Promise<ScriptEnd> {
  const {signal} = ports;
  const left: LeftStep[] = [];
  let isStopped = false;
  const isOver = () => isStopped || signal.aborted;

  async function runAll(some: readonly Step[], passes: readonly Pass[]): Promise<void> {
    for (const step of some) {
      if (isOver()) left.push({step, passes: null});
      else await runStep(step, passes);
    }
  }

  async function runStep(step: Step, passes: readonly Pass[]): Promise<void> {
    switch (step.kind) {
      case 'command': {
        const end = await ports.run(step, passes);
        if (end === 'not-begun') left.push({step, passes: null});
        if (end === 'otherwise' && step.onError === 'stop') isStopped = true;
        return;
      }
      case 'sleep':
        return ports.sleep(step.ms, signal);
      case 'parallel':
        await Promise.all(step.steps.map(each => runAll([each], passes)));
        return;
      case 'repeat':
        for (let number = 1; number <= step.count; number++) {
          if (isOver()) {
            left.push({step, passes: step.count - number + 1});
            return;
          }
          await runAll(step.steps, [...passes, {number, of: step.count}]);
        }
    }
  }

  await runAll(steps, []);
  return {left: left.toSorted((one, other) => one.step.line.number - other.step.line.number)};
}
