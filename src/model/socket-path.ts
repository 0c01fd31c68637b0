/** What stands before the path of a unix socket, in a node set as in circus.ini. */
export const SOCKET_SCHEME = 'ipc://';

/** Nothing in it means anything in a node set, in a filter or in a command line. */
const PATH = /^\/[\w/.@%+~-]+$/;

/** @returns the path of `ipc:///run/circus/commands.sock`; null: it is no unix socket */
export function socketPathOf(text: string): string | null {
  return text.startsWith(SOCKET_SCHEME) ? text.slice(SOCKET_SCHEME.length) : null;
}

/** @returns why no node can be named by that socket, for people; null: one can */
export function socketPathProblem(path: string): string | null {
  if (!path.startsWith('/')) return 'a unix socket is named by its whole path, such as ipc:///run/circus/commands.sock';
  if (PATH.test(path)) return null;
  return 'the path of a unix socket may have letters, digits and / . _ - + @ % ~ here';
}
