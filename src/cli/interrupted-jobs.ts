import type {Operands} from '../command/arguments.js';
import type {Plan, Result} from '../command/plan.js';
import type {Journal} from '../journal/writer.js';
import type {CallPort} from '../model/calls.js';
import type {JobFact} from '../model/facts.js';
import type {Job, JobId, JobTarget, Outcome, Target} from '../model/job.js';
import type {Clock, Instant} from '../model/time.js';
import type {State} from '../store/state.js';

/** Jobs that an earlier circusman left: what the operator may do about them. */
export interface InterruptedJobs {
  /** Finds those that nobody has seen to yet; they are in the store then. */
  readonly recall: () => Promise<readonly Job[]>;
  /** Asks the nodes how the targets are of which nobody knows what became of them. */
  readonly look: (job: JobId) => Promise<void>;
  /** The operator has seen to it: the next start does not tell of it. */
  readonly takenUp: (job: JobId) => void;
  /** What the job's command was given; null: it is none of these, or cannot be planned on this cluster. */
  readonly operandsOf: (job: JobId) => Operands | null;
}

interface InterruptedPorts {
  readonly journal: Journal;
  readonly call: CallPort;
  readonly clock: Clock;
  readonly state: () => State;
  readonly emit: (facts: readonly JobFact[]) => void;
  readonly planLine: (text: string) => Result<readonly Plan[]>;
}

/** How long a node may take to say how a watcher is, in ms. */
const LOOK = 10_000;

export function createInterruptedJobs(ports: InterruptedPorts): InterruptedJobs {
  const {journal, call, clock, state, emit, planLine} = ports;
  const jobOf = (id: JobId) => state().jobs.find(job => job.id === id && job.isInterrupted === true) ?? null;

  /** `isTold`: its node has said something. */
  async function stateNow({node, watcher}: Target): Promise<{readonly outcome: Outcome; readonly isTold: boolean}> {
    if (watcher === null) {
      const hint = 'its circusd was asked for as a whole: circusman status tells how it is';
      return {outcome: seenAs(hint, null), isTold: true};
    }
    const result = await call(node, 'status', {watcher}, {timeout: LOOK});
    switch (result.kind) {
      case 'reply':
        return {outcome: seenAs(`it is ${result.reply} now`, result.reply), isTold: true};
      case 'refused':
        return {outcome: seenAs(`its node says now: ${result.reason}`, null), isTold: true};
      case 'unsent':
      case 'lost':
        return {outcome: seenAs(`it cannot be asked now: ${result.reason}`, null), isTold: false};
    }
  }

  async function look(id: JobId): Promise<void> {
    const unknown = [...(jobOf(id)?.targets ?? []).entries()].filter(([, {outcome}]) => outcome?.kind === 'unknown');
    const seen = new Map<number, Outcome>();
    let hasTold = unknown.length === 0;
    await Promise.all(
      unknown.map(async ([index, {target}]) => {
        const {outcome, isTold} = await stateNow(target);
        hasTold ||= isTold;
        seen.set(index, outcome);
        emit([{type: 'job-target-seen', at: clock(), job: id, index, outcome}]);
      }),
    );
    // Where no node could be asked nothing was learnt, and the next start tells of it again.
    if (hasTold) journal.takeUp(id, clock().wall, seen);
  }

  return {
    recall: async () => {
      const interrupted = await journal.interrupted(clock().wall);
      const now = clock();
      const jobs = interrupted.map(({job}) => asOf(now, job));
      emit(jobs.map(recalled => ({type: 'job-recalled', at: now, job: recalled.id, recalled})));
      return jobs;
    },
    look,
    takenUp: id => {
      if (jobOf(id) !== null) journal.takeUp(id, clock().wall, new Map());
    },
    operandsOf: id => {
      const job = jobOf(id);
      const plans = job === null ? null : planLine(job.text);
      const [plan] = plans?.ok === true ? plans.value : [];
      return plan === undefined || plan.notYet !== undefined ? null : plan.args;
    },
  };
}

/** What the command itself did stays unknown: how the watcher is may have other causes. */
function seenAs(what: string, state: Outcome['state']): Outcome {
  return {kind: 'unknown', changed: null, sent: true, state, reason: `interrupted; ${what}`};
}

/** The job with instants that can be compared with those of this run. */
function asOf(now: Instant, job: Job): Job {
  const moved = <Moment extends Instant | null>(at: Moment) =>
    at === null ? at : {...at, monotonic: now.monotonic - (now.wall - at.wall)};
  const targets = job.targets.map((target): JobTarget => ({...target, beganAt: moved(target.beganAt)}));
  return {...job, beganAt: moved(job.beganAt), endedAt: moved(job.endedAt), targets};
}
