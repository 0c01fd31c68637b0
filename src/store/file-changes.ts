import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {ConfigureData, ConfiguredFile} from '../model/service.js';
import {maskOwn} from './own-address-mask.js';
import {remember} from './remember.js';

/** What configuring made, or would make, of the files of one target. */
export interface FilesOfTarget {
  readonly node: NodeId;
  readonly watcher: string;
  readonly data: ConfigureData;
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

/** A line of a diff, and the same with the node's own address and number masked. */
interface ReadLine {
  readonly text: string;
  readonly general: string;
}

interface ReadFile {
  readonly file: string;
  readonly state: FileChange['state'];
  readonly diff: string;
  readonly lines: readonly ReadLine[];
}

interface FileOfNode {
  readonly node: NodeId;
  readonly read: ReadFile;
}

/**
 * The changes of files, those of one file below each other, alike ones together.
 *
 * Changes are alike when they are equal line by line, or differ only where each has its own node's address or number. That
 * goes for the lines around a change, too: they differ between members as much, and say nothing of the change.
 * But a line that two nodes have, and that is masked for one and not for the other, stays as it is: a list of all members names
 * each of them, and two members with the same number must not look like two others.
 */
export function fileChanges(targets: readonly FilesOfTarget[]): readonly FileChange[] {
  const files = new Map<string, {readonly watcher: string; readonly ofNodes: FileOfNode[]}>();
  for (const {node, watcher, data} of targets) {
    for (const read of readFiles(data)) {
      const key = `${watcher}\n${read.file}\n${read.state}`;
      const same = files.get(key);
      if (same === undefined) files.set(key, {watcher, ofNodes: [{node, read}]});
      else same.ofNodes.push({node, read});
    }
  }
  return [...files.values()].flatMap(({watcher, ofNodes}) => alike(ofNodes).map(group => changeOf(watcher, group)));
}

/** The files that change. Remembered for each answer: a job is read again with every one of them. */
const readFiles = remember(({address, identifier, files}: ConfigureData): readonly ReadFile[] => {
  const general = maskOwn(address, identifier);
  return files.flatMap(({file, state, diff}) => {
    if (state === 'unchanged') return [];
    return [{file, state, diff, lines: diff.split('\n').map(text => ({text, general: general(text)}))}];
  });
});

interface Group {
  readonly first: ReadFile;
  readonly nodes: NodeId[];
}

/** One file of several nodes, those that change alike together. */
function alike(ofNodes: readonly FileOfNode[]): readonly Group[] {
  const shared = new Map<string, string>();
  for (const {read} of ofNodes) {
    for (const {text, general} of read.lines) {
      shared.set(text, (shared.get(text) ?? general) === general ? general : text);
    }
  }
  const groups = new Map<string, Group>();
  for (const {node, read} of ofNodes) {
    const key = read.lines.map(({text}) => shared.get(text) ?? text).join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, {first: read, nodes: [node]});
    else group.nodes.push(node);
  }
  return [...groups.values()];
}

function changeOf(watcher: string, {first: {file, state, diff}, nodes}: Group): FileChange {
  return {watcher, file, state, diff, nodes: formatNodeSet(nodes), count: nodes.length};
}
