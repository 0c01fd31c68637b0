import type {FileChange} from '../store/file-changes.js';

/** "neo4j conf/neo4j.properties changed on 10.0.0.1-31 (31 nodes alike)". */
export function changeTitle({watcher, file, state, nodes, count}: FileChange): string {
  return `${watcher} ${file} ${state} on ${nodes}${count > 1 ? ` (${count} nodes alike)` : ''}`;
}

/** The lines of a unified diff, without the two that name the file again. */
export function diffBody(diff: string): readonly string[] {
  return diff.split('\n').filter((line, index, all) => {
    const isHead = index < 2 && /^(---|\+\+\+) /.test(line);
    return !isHead && !(index === all.length - 1 && line === '');
  });
}
