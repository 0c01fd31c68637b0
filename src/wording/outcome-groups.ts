import type {Job, JobTarget} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import {NOT_OK, type TargetKind, targetKind} from '../store/target-kind.js';
import {afterwardsText, outcomeText} from './outcome.js';

/** Targets that share what came of them, or what they wait for. */
export interface OutcomeGroup {
  readonly kind: TargetKind;
  /** The nodes of these targets as a set, each once. */
  readonly nodes: string;
  /** Null where the targets have no watcher. */
  readonly watcher: string | null;
  /** How many targets. */
  readonly count: number;
  /** "ok", "failed: …", "waits for …", "waits for its turn". */
  readonly text: string;
}

/** What came of each target, identical outcomes together; those that want attention first. */
export function outcomeGroups(job: Job): readonly OutcomeGroup[] {
  const groups = new Map<string, {readonly first: JobTarget; readonly text: string; readonly nodes: string[]}>();
  for (const each of job.targets) {
    const text = targetText(each);
    const key = `${each.target.watcher ?? ''}\n${text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, {first: each, text, nodes: [each.target.node]});
    else group.nodes.push(each.target.node);
  }
  return [...groups.values()]
    .map(({first, text, nodes}) => ({
      kind: targetKind(first),
      nodes: formatNodeSet([...new Set(nodes)]),
      watcher: first.target.watcher,
      count: nodes.length,
      text,
    }))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: readonly TargetKind[] = ['running', 'waiting', ...NOT_OK, 'ok'];

/** What came of a target, or what it waits for: "failed: no watcher web here", "died: was ok, then exited 3 after 1 s". */
export function targetText({outcome, ms, waitsFor, beganAt, afterwards}: JobTarget): string {
  if (outcome === null) {
    if (waitsFor !== null) return `waits for ${waitsFor}`;
    return beganAt === null ? 'waits for its turn' : 'running';
  }
  const text = outcomeText(outcome, ms ?? 0);
  return afterwards === null ? text : `died: was ${text}, then ${afterwardsText(afterwards)}`;
}
