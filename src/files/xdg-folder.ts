import path from 'node:path';

/** Given in the place of a file or folder: nothing is to be read or kept. ssh takes it so, too. */
export const NOWHERE = '/dev/null';

/**
 * circusman's own folder in one of XDG's base directories; null: no place is known, or nothing is to be there.
 *
 * @param base what its variable names; empty: nothing
 * @param usual that base directory below the home where the variable names none
 */
export function xdgFolder(base: string, home: string, usual: string): string | null {
  if (base === NOWHERE) return null;
  if (base.startsWith('/')) return path.join(base, 'circusman');
  return home.startsWith('/') ? path.join(home, usual, 'circusman') : null;
}
