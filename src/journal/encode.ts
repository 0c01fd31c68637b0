import type {Program} from '../files/program.js';
import type {JobFact} from '../model/facts.js';
import type {JobOrigin, Target} from '../model/job.js';
import {type JournalLine, VERSION} from './lines.js';

/** What is the same for all jobs of a run. */
export interface RunOrigin {
  readonly who: string;
  readonly from: string | null;
  readonly program: Program;
}

/** Targets of one line, so that a reader need not hold a line of any length. */
const TARGETS_IN_LINE = 500;

/** What of a fact is kept, a line each. Facts of how a target fares until its outcome are not. */
export function linesOfFact(fact: JobFact, {who, from, program}: RunOrigin): readonly JournalLine[] {
  switch (fact.type) {
    case 'job-began': {
      const {job, text: command, command: name, targets, at} = fact;
      const by: JobOrigin = fact.by ?? {who, how: 'key'};
      return [
        {type: 'job', job, time: at.wall, command, name, ...by, from, program, count: targets.length},
        ...chunks(targets).map(targets => ({type: 'targets', targets}) as const),
      ];
    }
    case 'job-target-began':
      return [{type: 'began', time: fact.at.wall, target: fact.index}];
    case 'job-target-ended':
      return [{type: 'ended', time: fact.at.wall, target: fact.index, outcome: fact.outcome}];
    case 'job-ended':
      return [{type: 'job-ended', time: fact.at.wall}];
    case 'job-target-waits':
    case 'job-target-fetched':
    case 'job-target-answered':
    case 'job-recalled':
    case 'job-target-seen':
      return [];
  }
}

function chunks(targets: readonly Target[]): readonly (readonly Target[])[] {
  const parts: (readonly Target[])[] = [];
  for (let from = 0; from < targets.length; from += TARGETS_IN_LINE)
    parts.push(targets.slice(from, from + TARGETS_IN_LINE));
  return parts;
}

/** The line as it is written, with its end. */
export function encodeLine(line: JournalLine): string {
  switch (line.type) {
    case 'job':
      return jsonLine({version: VERSION, ...line, time: isoTime(line.time)});
    case 'targets':
      return jsonLine({type: line.type, targets: line.targets.map(({node, watcher}) => [node, watcher])});
    case 'began':
    case 'ended':
    case 'died':
    case 'interrupted':
    case 'job-ended':
    case 'seen':
    case 'taken-up':
      return jsonLine({...line, time: isoTime(line.time)});
  }
}

function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function isoTime(wall: number): string {
  return new Date(wall).toISOString();
}
