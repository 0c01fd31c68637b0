import type {Answer} from '../model/answer.js';
import type {Job, JobTarget} from '../model/job.js';
import {remember} from '../store/remember.js';
import {isOk} from '../store/selectors.js';
import {ANSWER_KINDS, type Answered, type AnswerLine, type AnswerWording} from './answer-kinds.js';

/** How the answers of a job read: a block of lines for each kind that there is, in the table's order. */
export const answerBlocks = remember((job: Job): readonly (readonly AnswerLine[])[] => blocksOf(job, () => true));

/** The same as far as `exec` prints it. */
export function printedAnswers(job: Job): readonly AnswerLine[] {
  return blocksOf(job, answer => wordingOf(answer).isPrinted(answer.data)).flat();
}

/** Those targets of a dry run for which it has found something to do. */
export function changeable(job: Job): readonly JobTarget[] {
  const hasWork = ({answers}: JobTarget) => answers.kept.some(answer => wordingOf(answer).hasWork(answer.data));
  return job.isDryRun ? job.targets.filter(target => isOk(target) && hasWork(target)) : [];
}

function blocksOf({targets}: Job, isMeant: (answer: Answer) => boolean): readonly (readonly AnswerLine[])[] {
  const byKind = new Map<string, Answered<unknown>[]>();
  for (const {target, answers} of targets) {
    for (const answer of answers.kept.filter(isMeant)) {
      const {kind, data} = answer;
      const same = byKind.get(kind);
      if (same === undefined) byKind.set(kind, [{target, data}]);
      else same.push({target, data});
    }
  }
  const blocks = Object.entries(WORDINGS).map(([kind, {lines}]) => lines(byKind.get(kind) ?? []));
  const leftOut = targets.reduce((sum, {answers}) => sum + answers.leftOut, 0);
  return [...blocks, leftOut === 0 ? [] : [leftOutLine(leftOut)]].filter(block => block.length > 0);
}

function leftOutLine(count: number): AnswerLine {
  return {text: `${count} more answer${count === 1 ? ' was' : 's were'} left out`, role: 'title', tone: 'failing'};
}

/** Each kind's answers only ever go to its own wording, which is where their type is given up. */
const WORDINGS = ANSWER_KINDS as unknown as Readonly<Record<string, AnswerWording<unknown>>>;

function wordingOf({kind}: Answer): AnswerWording<unknown> {
  const wording = WORDINGS[kind];
  if (wording === undefined) throw new Error(`answers of the kind ${kind} have no wording`);
  return wording;
}
