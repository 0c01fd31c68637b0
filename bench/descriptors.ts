import {spawnSync} from 'node:child_process';

/** The words that run a program with room for that many descriptors; null where this user may not have so many. */
export function withDescriptors(count: number, words: readonly string[]): readonly [string, ...string[]] | null {
  const script = `[ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge ${count} ] || ulimit -Hn ${count}`;
  const isAllowed = spawnSync('sh', ['-c', script], {stdio: 'ignore'}).status === 0;
  // Node itself raises the soft limit to the hard one.
  return isAllowed ? ['sh', '-c', `${script} && exec "$@"`, 'sh', ...words] : null;
}
