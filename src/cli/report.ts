import type {Job, JobTarget} from '../model/job.js';
import {isOk} from '../store/selectors.js';
import {targetKind} from '../store/target-kind.js';
import {printedAnswers} from '../wording/answers.js';
import {afterwardsText} from '../wording/outcome.js';
import {outcomeGroups} from '../wording/outcome-groups.js';
import {EXIT} from './io.js';

/** The version of every JSON document here; fields are only ever added within one. */
const VERSION = 1;

/** One command as `exec --json` prints it. @param open the outcome of a target that has none */
export function jobJson(job: Job, open: 'unknown' | null = 'unknown') {
  const summary: Record<string, number> = {};
  for (const target of job.targets) {
    const kind = targetKind(target);
    if (target.outcome !== null) summary[kind] = (summary[kind] ?? 0) + 1;
  }
  return {
    version: VERSION,
    command: job.text,
    time: new Date(job.beganAt.wall).toISOString(),
    ms: job.endedAt === null ? null : Math.round(job.endedAt.monotonic - job.beganAt.monotonic),
    targets: job.targets.map(target => targetJson(target, open)),
    summary,
  };
}

function targetJson(of: JobTarget, open: 'unknown' | null): object {
  const {target, outcome, answers, ms, afterwards} = of;
  const answer = answers.kept.at(-1);
  return {
    node: target.node,
    ...(target.watcher === null ? {} : {watcher: target.watcher}),
    outcome: outcome === null ? open : targetKind(of),
    changed: outcome?.changed ?? null,
    sent: outcome?.sent ?? false,
    state: outcome?.state ?? null,
    ...(outcome?.reason == null ? {} : {reason: outcome.reason}),
    ...forceJson(outcome),
    ...(outcome?.orphans === undefined ? {} : {orphans: outcome.orphans}),
    ...(answer === undefined ? {} : {data: answer.data}),
    ...(afterwards === null ? {} : {afterwards: afterwardsText(afterwards)}),
    ms: Math.round(ms ?? 0),
  };
}

/** Only where there was force, or nobody knows. */
function forceJson(outcome: JobTarget['outcome']): object {
  const forced = outcome?.forced;
  if (forced === undefined || forced === false) return {};
  return forced === null ? {forced: null} : {forced: true, by: forced.by};
}

/** One command for people: what was done, then what came of it, identical outcomes together. */
export function jobText(job: Job): string {
  const lines = outcomeGroups(job).map(group => {
    const watcher = group.watcher === null ? '' : ` ${group.watcher}`;
    const count = group.count > 1 ? ` (${group.count})` : '';
    return `  ${group.nodes}${watcher}${count}: ${group.text}`;
  });
  const answers = printedAnswers(job).map(({text, role}) => (role === 'title' ? `  ${text}` : text));
  return `${[job.text, ...lines, ...answers].join('\n')}\n`;
}

/** What this machine itself refused is no outcome of a node. */
export function exitCodeOfJob({targets}: Job): number {
  const notOk = targets.filter(target => !isOk(target));
  if (notOk.length === 0) return EXIT.ok;
  return notOk.every(target => target.outcome?.isRefused === true) ? EXIT.usage : EXIT.notOk;
}
