import type {AnswerData, AnswerKind} from '../model/answer.js';
import type {Target} from '../model/job.js';
import type {Tone} from './display-state.js';
import {FILES} from './file-change.js';
import {SAVED} from './saved-logs.js';
import {VALUES} from './values.js';

/** What a target answered, of one kind. */
export interface Answered<Data> {
  readonly target: Target;
  readonly data: Data;
}

/** A line of how answers read. */
export interface AnswerLine {
  readonly text: string;
  /** title: heads the lines after it · detail: what a screen may leave out, as its title says it · body: all others. */
  readonly role: 'title' | 'detail' | 'body';
  readonly tone: Tone;
}

/** How answers of one kind read, for the jobs screen and `exec` alike. */
export interface AnswerWording<Data> {
  /** All answers of a job, alike ones together; none where the outcome says it all. */
  readonly lines: (answers: readonly Answered<Data>[]) => readonly AnswerLine[];
  /** Whether `exec` prints it, too, where it was asked for no JSON. */
  readonly isPrinted: (data: Data) => boolean;
  /** Of a dry run: whether it has found something to do. */
  readonly hasWork: (data: Data) => boolean;
}

const SAID_BY_OUTCOME = {lines: () => [], isPrinted: () => false};

/** The only list of how answers read: a new kind is one entry. */
export const ANSWER_KINDS: {readonly [Kind in AnswerKind]: AnswerWording<AnswerData[Kind]>} = {
  files: FILES,
  folders: {...SAID_BY_OUTCOME, hasWork: ({folders}) => folders.length > 0},
  saved: SAVED,
  values: VALUES,
  orphans: {...SAID_BY_OUTCOME, hasWork: () => false},
};
