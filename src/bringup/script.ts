import type {CommandTokens} from '../command/tokens.js';
import type {OutcomeKind} from '../model/job.js';

/** A line of a bring-up file that says something. */
export interface ScriptLine {
  /** From 1. */
  readonly number: number;
  /** With its variables filled in, without its comment. */
  readonly text: string;
  /** Where each character of `text`, and its end, stands in the file's own line (UTF-16 index). */
  readonly places: readonly number[];
}

/** What follows a command that did not end as it was expected to. */
export type OnError = 'stop' | 'continue';

/** How a line's command may be expected to end, for every target. */
export const EXPECTABLE = ['ok', 'failed', 'timed-out', 'unknown'] as const satisfies readonly OutcomeKind[];

export type Expected = (typeof EXPECTABLE)[number];

export interface CommandStep {
  readonly kind: 'command';
  readonly line: ScriptLine;
  /** The command's words, each at its place in the line's text. */
  readonly words: CommandTokens;
  readonly expected: Expected;
  readonly onError: OnError;
}

interface SleepStep {
  readonly kind: 'sleep';
  readonly line: ScriptLine;
  readonly ms: number;
}

/** `parallel`: its steps may run at once, each beside the others. */
interface ParallelStep {
  readonly kind: 'parallel';
  readonly line: ScriptLine;
  readonly steps: readonly Step[];
}

/** `repeat`: its steps run in order, so many times. */
interface RepeatStep {
  readonly kind: 'repeat';
  readonly line: ScriptLine;
  readonly count: number;
  readonly steps: readonly Step[];
}

/** One thing that a bring-up file says. */
export type Step = CommandStep | SleepStep | ParallelStep | RepeatStep;

/** What is wrong with a line of a file. */
export interface ScriptProblem {
  readonly line: number;
  /** From 1, in characters of the file's own line. */
  readonly column: number;
  readonly message: string;
  /** The variable that has no value; absent: it is about something else. */
  readonly variable?: string;
}

/** A bring-up file that was read. */
export interface Script {
  /** As it was named. */
  readonly file: string;
  readonly steps: readonly Step[];
}

/** The problem at a place (UTF-16 index) of a line's text. */
export function problemAt({number, places}: ScriptLine, at: number, message: string): ScriptProblem {
  return {line: number, column: (places[at] ?? places.at(-1) ?? 0) + 1, message};
}

/** "bringup.circusman:7:12: there is no command …": as compilers say it, so that editors find the place. */
export function problemText(file: string, {line, column, message}: ScriptProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Every command of the steps, in the file's order. */
export function commandsOf(steps: readonly Step[]): readonly CommandStep[] {
  return steps.flatMap(step => {
    if (step.kind === 'command') return [step];
    return step.kind === 'sleep' ? [] : commandsOf(step.steps);
  });
}
