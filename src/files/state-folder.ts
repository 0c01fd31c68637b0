import {xdgFolder} from './xdg-folder.js';

/** circusman's own folder for what outlasts a run; null: no place is known, or nothing is to be kept. */
export function stateFolder({
  XDG_STATE_HOME = '',
  HOME = '',
}: Readonly<Record<string, string | undefined>>): string | null {
  return xdgFolder(XDG_STATE_HOME, HOME, '.local/state');
}
