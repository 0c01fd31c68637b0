import type {Program} from '../files/program.js';
import {type Job, type JobOrigin, type JobTarget, type Outcome, waitingTarget} from '../model/job.js';
import type {Instant} from '../model/time.js';
import type {JobLine, JournalLine} from './lines.js';

/**
 * ended: every target has its outcome · running: its circusman runs, as far as is known · interrupted: its circusman ended before it, and
 * has left targets that were not begun or whose outcome is not known.
 */
export type JournaledState = 'ended' | 'running' | 'interrupted';

/** A job as the journal has it. Its instants are comparable with each other only. */
export interface JournaledJob {
  readonly job: Job;
  readonly by: JobOrigin;
  /** Where the operator sat: "192.168.0.9 pts/3"; null: nobody knows. */
  readonly from: string | null;
  readonly state: JournaledState;
  /** Whether somebody has seen to it since it was interrupted. */
  readonly isTakenUp: boolean;
}

/** Makes a job of its lines. */
export interface JobFold {
  readonly add: (line: JournalLine) => void;
  /** What the lines so far make; null: they do not say what job it is. */
  readonly result: () => JournaledJob | null;
}

/** @param mayRun whether the program that ran it may still run */
export function createJobFold(mayRun: (program: Program) => boolean): JobFold {
  let first: JobLine | null = null;
  let endedAt: Instant | null = null;
  let last = 0;
  let wasInterrupted = false;
  let isTakenUp = false;
  const targets: JobTarget[] = [];

  function change(index: number, next: (target: JobTarget) => JobTarget): void {
    const target = targets[index];
    if (target !== undefined) targets[index] = next(target);
  }

  function add(line: JournalLine): void {
    switch (line.type) {
      case 'job':
        first ??= line;
        last = line.time;
        break;
      case 'targets':
        for (const target of line.targets) targets.push(waitingTarget(target));
        break;
      case 'began':
        last = line.time;
        change(line.target, target => ({...target, beganAt: instant(line.time)}));
        break;
      case 'ended':
        last = line.time;
        change(line.target, target => ended(target, line.outcome, line.time));
        break;
      case 'died':
        change(line.target, target => ({...target, afterwards: line.afterwards}));
        break;
      case 'interrupted':
        wasInterrupted = true;
        break;
      case 'job-ended':
        last = line.time;
        endedAt = instant(line.time);
        break;
      case 'seen':
        change(line.target, target => ({...target, outcome: line.outcome}));
        break;
      case 'taken-up':
        isTakenUp = true;
        break;
    }
  }

  function stateOf({program}: JobLine): JournaledState {
    if (endedAt !== null) return wasInterrupted ? 'interrupted' : 'ended';
    return program !== null && mayRun(program) ? 'running' : 'interrupted';
  }

  return {
    add,
    result: () => {
      if (first === null) return null;
      const {job: id, command: text, name: command, who, how, from} = first;
      const state = stateOf(first);
      const isInterrupted = state === 'interrupted';
      const job: Job = {
        id,
        text,
        command,
        isDryRun: false,
        beganAt: instant(first.time),
        endedAt: isInterrupted ? instant(last) : endedAt,
        targets: isInterrupted ? targets.map(interrupted) : [...targets],
        ...(isInterrupted ? {isInterrupted} : {}),
      };
      return {job, by: {who, how}, from, state, isTakenUp};
    },
  };
}

/** What is told of the past has one clock. */
function instant(wall: number): Instant {
  return {wall, monotonic: wall};
}

function ended(target: JobTarget, outcome: Outcome, time: number): JobTarget {
  return {...target, outcome, ms: target.beganAt === null ? 0 : Math.max(0, time - target.beganAt.wall)};
}

const LOST: Outcome = {
  kind: 'unknown',
  changed: null,
  sent: true,
  state: null,
  reason: 'interrupted: circusman ended before it knew',
};

const NOT_BEGUN: Outcome = {
  kind: 'cancelled',
  changed: false,
  sent: false,
  state: null,
  reason: 'not begun: circusman ended before',
};

function interrupted(target: JobTarget): JobTarget {
  if (target.outcome !== null) return target;
  return {...target, outcome: target.beganAt === null ? NOT_BEGUN : LOST};
}
