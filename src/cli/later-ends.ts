import type {Fact} from '../model/facts.js';
import type {EndAfterwards, Job, JobId} from '../model/job.js';

/** The end of a process that a target's `ok` was said about. */
interface LaterEnd {
  readonly job: JobId;
  /** The target's place in the job. */
  readonly target: number;
  readonly afterwards: EndAfterwards;
}

/** Which targets these facts showed not to have stayed `ok`. @param before the jobs before these facts, `now`: with them */
export function laterEnds(facts: readonly Fact[], before: readonly Job[], now: readonly Job[]): readonly LaterEnd[] {
  if (before === now) return [];
  return [
    ...facts.flatMap(fact => atOnce(fact, now)),
    ...(facts.some(({type}) => type === 'process-reaped') ? since(before, now) : []),
  ];
}

/** The event of an end can be here before the outcome that it disproves. */
function atOnce(fact: Fact, now: readonly Job[]): readonly LaterEnd[] {
  if (fact.type !== 'job-target-ended') return [];
  const {job, index: target} = fact;
  const afterwards = now.findLast(({id}) => id === job)?.targets[target]?.afterwards ?? null;
  return afterwards === null ? [] : [{job, target, afterwards}];
}

function since(before: readonly Job[], now: readonly Job[]): readonly LaterEnd[] {
  return now.flatMap(job => {
    const earlier = before.find(({id}) => id === job.id);
    if (earlier === undefined || earlier === job) return [];
    return job.targets.flatMap(({afterwards}, target) =>
      afterwards === null || earlier.targets[target]?.afterwards != null ? [] : [{job: job.id, target, afterwards}],
    );
  });
}
