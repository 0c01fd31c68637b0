/** "orphan 3312 still runs", "orphans 3312, 3313 still run". */
export function orphansRun(pids: readonly number[]): string {
  return pids.length === 1 ? `orphan ${pids[0]} still runs` : `orphans ${pids.join(', ')} still run`;
}
