import type {Job} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {ConfiguredFile} from '../model/service.js';

/** What configuring made, or would make, of the files of one target. */
export interface FilesOfTarget {
  readonly node: NodeId;
  readonly watcher: string;
  /** Its own address and number in the cluster; null where it was not sent any. */
  readonly address: string | null;
  readonly identifier: number | null;
  readonly files: readonly ConfiguredFile[];
}

/** A file that changes in the same way on these nodes. */
export interface FileChange {
  readonly watcher: string;
  readonly file: string;
  readonly state: Exclude<ConfiguredFile['state'], 'unchanged'>;
  /** As a set, each node once. */
  readonly nodes: string;
  readonly count: number;
  /** Of the first of the nodes: the others differ from it in their own address and number only. */
  readonly diff: string;
}

/** What a job's targets told of files, alike changes together; empty for jobs that configure nothing. */
export function changesOf(job: Job): readonly FileChange[] {
  return fileChanges(
    job.targets.flatMap(({target: {node, watcher}, data}) => {
      if (data === null || !('dryRun' in data) || watcher === null) return [];
      return [{node, watcher, address: data.address, identifier: data.identifier, files: data.files}];
    }),
  );
}

interface Group {
  readonly first: FilesOfTarget;
  readonly file: ConfiguredFile & {readonly state: FileChange['state']};
  readonly nodes: NodeId[];
}

/** The changes of files, alike ones together; a node's own address and number do not make it differ. */
export function fileChanges(targets: readonly FilesOfTarget[]): readonly FileChange[] {
  const groups: Group[] = [];
  for (const target of targets) {
    for (const {state, ...file} of target.files) {
      if (state === 'unchanged') continue;
      const same = groups.find(group => isAlike(group, target, {...file, state}));
      if (same === undefined) groups.push({first: target, file: {...file, state}, nodes: [target.node]});
      else same.nodes.push(target.node);
    }
  }
  return groups.map(({first: {watcher}, file: {file, state, diff}, nodes}) => {
    return {watcher, file, state, diff, nodes: formatNodeSet(nodes), count: nodes.length};
  });
}

/** "neo4j conf/neo4j.properties changed on 10.0.0.1-31 (31 nodes alike)". */
export function changeTitle({watcher, file, state, nodes, count}: FileChange): string {
  return `${watcher} ${file} ${state} on ${nodes}${count > 1 ? ` (${count} nodes alike)` : ''}`;
}

function isAlike({first, file}: Group, target: FilesOfTarget, other: ConfiguredFile): boolean {
  if (first.watcher !== target.watcher || file.file !== other.file || file.state !== other.state) return false;
  const lines = file.diff.split('\n');
  const others = other.diff.split('\n');
  return (
    lines.length === others.length &&
    lines.every((line, index) => {
      const otherLine = others[index] ?? '';
      return line === otherLine || withoutOwn(line, first) === withoutOwn(otherLine, target);
    })
  );
}

/** The line with what is the node's own left out. */
function withoutOwn(line: string, {address, identifier}: FilesOfTarget): string {
  const general = address === null ? line : line.replaceAll(address, 'ADDRESS');
  return identifier === null ? general : general.replaceAll(new RegExp(`\\b${identifier}\\b`, 'g'), 'NUMBER');
}
