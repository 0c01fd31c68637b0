import path from 'node:path';
import {xdgFolder} from './xdg-folder.js';

/** Where the user's configuration file is; null: no place is known, or none is to be read. */
export function configPlace({
  XDG_CONFIG_HOME = '',
  HOME = '',
}: Readonly<Record<string, string | undefined>>): string | null {
  const folder = xdgFolder(XDG_CONFIG_HOME, HOME, '.config');
  return folder === null ? null : path.join(folder, 'config.toml');
}
