import {spawnSync} from 'node:child_process';

/** The same command, allowed to open that many descriptors; null when this user may not open so many. */
export function withDescriptors(count: number, command: readonly string[]): readonly [string, ...string[]] | null {
  const script = `[ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge ${count} ] || ulimit -Hn ${count}`;
  const isAllowed = spawnSync('sh', ['-c', script], {stdio: 'ignore'}).status === 0;
  // Node itself raises the soft limit to the hard one.
  return isAllowed ? ['sh', '-c', `${script} && exec "$@"`, 'sh', ...command] : null;
}
