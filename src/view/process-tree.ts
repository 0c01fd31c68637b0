import type {ProcessFigures} from '../model/usage.js';

/** A process, and how deep it stands below one whose parent is none of the watcher’s, as one that circus itself started. */
export interface TreeProcess {
  readonly process: ProcessFigures;
  readonly depth: number;
}

/** Each process behind the one that started it; those of one parent in the order of their start. */
export function processTree(processes: readonly ProcessFigures[]): readonly TreeProcess[] {
  const pids = new Set(processes.map(({pid}) => pid));
  const children = new Map<number, ProcessFigures[]>();
  for (const process of [...processes].sort((one, other) => one.started - other.started || one.pid - other.pid)) {
    // Where there are very many, a parent may not be listed.
    const parent = pids.has(process.parent) && process.parent !== process.pid ? process.parent : 0;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [process]);
    else siblings.push(process);
  }
  const tree: TreeProcess[] = [];
  const seen = new Set<number>();
  const add = (parent: number, depth: number): void => {
    for (const process of children.get(parent) ?? []) {
      if (seen.has(process.pid)) continue;
      seen.add(process.pid);
      tree.push({process, depth});
      add(process.pid, depth + 1);
    }
  };
  add(0, 0);
  // Two that name each other as their parent belong to nobody: they are listed all the same.
  for (const process of processes) if (!seen.has(process.pid)) tree.push({process, depth: 0});
  return tree;
}
