import type {Progress} from '../command/ports.js';
import type {Fact} from '../model/facts.js';
import type {Clock} from '../model/time.js';
import type {RunningJob} from './running-job.js';

interface ReporterOptions {
  readonly emit: (facts: readonly Fact[]) => void;
  readonly clock: Clock;
  /** Called when the target has nothing more to send. */
  readonly sent: () => void;
}

/** What a target reports on its way, as facts, for as long as it is under way. */
export function createReporter(job: RunningJob, index: number, options: ReporterOptions): (progress: Progress) => void {
  const {emit, clock, sent} = options;
  const force = (pids: readonly number[]) =>
    pids.length > 0 && job.command.force !== undefined ? {mayForce: true as const} : {};
  return progress => {
    if (!job.underWay.has(index)) return;
    const of = {at: clock(), job: job.id, index};
    switch (progress.type) {
      case 'waits':
        job.underWay.set(index, progress.pids);
        emit([{type: 'job-target-waits', ...of, waitsFor: progress.for, ...force(progress.pids)}]);
        break;
      case 'sent':
        sent();
        break;
      case 'fetched':
        emit([{type: 'job-target-fetched', ...of, progress: progress.progress}]);
        break;
      case 'answer':
        emit([{type: 'job-target-answered', ...of, answer: progress.answer}]);
        break;
    }
  };
}
