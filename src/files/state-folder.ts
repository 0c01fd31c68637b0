import path from 'node:path';

/** Where nothing shall be kept: as ssh takes it, too. */
const NOWHERE = '/dev/null';

/** circusman's own folder for what outlasts a run, as XDG's base directories have it; null: nobody said where, or nowhere. */
export function stateFolder({
  XDG_STATE_HOME = '',
  HOME = '',
}: Readonly<Record<string, string | undefined>>): string | null {
  if (XDG_STATE_HOME === NOWHERE) return null;
  if (XDG_STATE_HOME.startsWith('/')) return path.join(XDG_STATE_HOME, 'circusman');
  return HOME.startsWith('/') ? path.join(HOME, '.local', 'state', 'circusman') : null;
}
