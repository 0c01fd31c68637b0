import path from 'node:path';

/** Nothing is to be read. */
const NOWHERE = '/dev/null';

/** Where the user's configuration file is, as XDG's base directories have it; null: no place is known, or none is to be read. */
export function configPlace({
  XDG_CONFIG_HOME = '',
  HOME = '',
}: Readonly<Record<string, string | undefined>>): string | null {
  if (XDG_CONFIG_HOME === NOWHERE) return null;
  if (XDG_CONFIG_HOME.startsWith('/')) return path.join(XDG_CONFIG_HOME, 'circusman', 'config.toml');
  return HOME.startsWith('/') ? path.join(HOME, '.config', 'circusman', 'config.toml') : null;
}
