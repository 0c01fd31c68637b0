import {programIn} from '../files/program.js';
import type {EndAfterwards, JobOrigin, Outcome, OutcomeKind, Target} from '../model/job.js';
import type {JournalLine} from './lines.js';

type Fields = Readonly<Record<string, unknown>>;

/** The line that stands there; null: none, as where a program was killed while it wrote, or of a later circusman. */
export function decodeLine(text: string): JournalLine | null {
  const fields = fieldsIn(text);
  if (fields === null) return null;
  if (fields.type === 'targets') return targetsLine(fields);
  const time = typeof fields.time === 'string' ? Date.parse(fields.time) : Number.NaN;
  if (Number.isNaN(time)) return null;
  switch (fields.type) {
    case 'job':
      return jobLine(fields, time);
    case 'began':
      return isIndex(fields.target) ? {type: 'began', time, target: fields.target} : null;
    case 'ended':
    case 'seen': {
      const outcome = outcomeIn(fields.outcome);
      return isIndex(fields.target) && outcome !== null
        ? {type: fields.type, time, target: fields.target, outcome}
        : null;
    }
    case 'died':
      return isIndex(fields.target)
        ? {type: 'died', time, target: fields.target, afterwards: afterwardsIn(fields.afterwards)}
        : null;
    case 'interrupted':
    case 'job-ended':
      return {type: fields.type, time};
    case 'taken-up':
      return {type: 'taken-up', time, who: String(fields.who)};
    default:
      return null;
  }
}

function fieldsIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? {...value} : null;
  } catch {
    return null;
  }
}

function jobLine({job, command, name, who, how, from, program, count}: Fields, time: number): JournalLine | null {
  if (!isIndex(job) || !isIndex(count) || typeof command !== 'string' || typeof name !== 'string') return null;
  return {
    type: 'job',
    job,
    time,
    command,
    name,
    who: String(who),
    how: HOW.find(each => each === how) ?? 'key',
    from: typeof from === 'string' ? from : null,
    program: programIn(program),
    count,
  };
}

const HOW: readonly JobOrigin['how'][] = ['key', 'bar', 'exec', 'run'];

function targetsLine({targets}: Fields): JournalLine | null {
  if (!Array.isArray(targets)) return null;
  return {type: 'targets', targets: targets.map(targetIn)};
}

function targetIn(pair: unknown): Target {
  const [node, watcher]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  return {node: String(node), watcher: typeof watcher === 'string' ? watcher : null};
}

const KINDS: readonly OutcomeKind[] = ['ok', 'failed', 'timed-out', 'unknown', 'skipped', 'cancelled'];

/** What it says beside its kind is as this program wrote it. */
function outcomeIn(value: unknown): Outcome | null {
  const outcome: Partial<Outcome> = Object(value);
  const kind = KINDS.find(each => each === outcome.kind);
  if (kind === undefined) return null;
  const {changed = null, sent = true, state = null, reason = null} = outcome;
  return {...outcome, kind, changed, sent, state, reason};
}

function afterwardsIn(value: unknown): EndAfterwards {
  const {exit = null, ms}: Partial<EndAfterwards> = Object(value);
  return {exit, ms: typeof ms === 'number' ? ms : 0};
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
