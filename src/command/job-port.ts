import type {JobId} from '../model/job.js';
import type {Operands} from './arguments.js';
import type {Plan} from './plan.js';

/** The commands of a line that were not begun. */
export interface NotBegun {
  readonly plans: readonly Plan[];
  /** Whether that is because the first of them now does more than was agreed to: the operator may be asked again, and it begun then. */
  readonly isToBeAsked: boolean;
  /** Why the first of them cannot be begun, or the cluster stayed as it was; null: the one before it did not end ok, or there is something to ask. */
  readonly reason: string | null;
}

/** What the screen may do with plans; the job room implements it. */
export interface JobPort {
  /** Begins it; its course is in the store. Null: a command on the screen, done at once. */
  readonly begin: (plan: Plan) => JobId | null;
  /**
   * Begins each when the one before has ended ok for every target, planned again. Resolves to what was not begun.
   *
   * @param onBegun called with each job as it begins; the first of them begins before this returns
   */
  readonly beginInTurn: (plans: readonly Plan[], onBegun: (job: JobId, plan: Plan) => void) => Promise<NotBegun>;
  /** Begins no more targets; what is under way goes on to its outcome, unless its command ends then. @returns how many end by that */
  readonly cancel: (job: JobId) => number;
  /** Ends by force what its running targets wait for. @returns how many targets that were */
  readonly force: (job: JobId) => number;
  /** Of a job that was interrupted: asks the nodes how the targets are whose outcome is not known; they are in the store then. */
  readonly look: (job: JobId) => void;
  /** Of such a job: the operator has seen to it, and is not told of it again. */
  readonly takenUp: (job: JobId) => void;
  /** What the job's command was given; null: it is not known any more. */
  readonly operandsOf: (job: JobId) => Operands | null;
}
