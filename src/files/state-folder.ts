import path from 'node:path';

/** Nothing is to be kept: ssh takes it so, too. */
const NOWHERE = '/dev/null';

/** circusman's own folder for what outlasts a run, as XDG's base directories have it; null: no place is known, or nothing is to be kept. */
export function stateFolder({
  XDG_STATE_HOME = '',
  HOME = '',
}: Readonly<Record<string, string | undefined>>): string | null {
  if (XDG_STATE_HOME === NOWHERE) return null;
  if (XDG_STATE_HOME.startsWith('/')) return path.join(XDG_STATE_HOME, 'circusman');
  return HOME.startsWith('/') ? path.join(HOME, '.local', 'state', 'circusman') : null;
}
