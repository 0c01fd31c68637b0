import {hostname, userInfo} from 'node:os';
import process from 'node:process';

/** Who runs this program, and where, for people: "root@control". */
export function operator(): string {
  return `${userName()}@${hostname()}`;
}

/** A user without an entry in the system's list, as containers have them, goes by the number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
