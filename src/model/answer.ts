import type {SavedLogs} from './log-copy.js';
import type {ReadValues} from './reading.js';
import type {ConfigureData, ResetReply} from './service.js';

/** By its kind, what an answer holds. How each kind reads is in `wording/answer-kinds.ts`. */
export interface AnswerData {
  /** Of `configure`: what became, or would become, of the service's files. */
  readonly files: ConfigureData;
  /** Of `reset`: what was, or would be, removed. */
  readonly folders: ResetReply;
  /** Of `adopt`: the pids of orphans that have ended; `killed`: those of them that needed SIGKILL. */
  readonly orphans: {readonly ended: readonly number[]; readonly killed: readonly number[]};
  /** Of a command that reads: what circus tells. */
  readonly values: ReadValues;
  /** Of `log save`: the files here. */
  readonly saved: SavedLogs;
}

export type AnswerKind = keyof AnswerData;

/** Data that a command brings from a target, beside its outcome. */
export type Answer = {
  readonly [Kind in AnswerKind]: {readonly kind: Kind; readonly data: AnswerData[Kind]};
}[AnswerKind];

/** The answers of one target, in the order in which they came. */
export interface Answers {
  readonly kept: readonly Answer[];
  /** How many more came than are kept. */
  readonly leftOut: number;
}

export const NO_ANSWERS: Answers = {kept: [], leftOut: 0};

/** So many are kept of a target: more would be a stream, which is not kept in a job. */
export const MOST_ANSWERS = 1_000;

export function withAnswer({kept, leftOut}: Answers, answer: Answer): Answers {
  return kept.length < MOST_ANSWERS ? {kept: [...kept, answer], leftOut} : {kept, leftOut: leftOut + 1};
}
