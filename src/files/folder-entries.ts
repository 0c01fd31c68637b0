import {opendirSync} from 'node:fs';
import path from 'node:path';

/** Nobody reads a longer list. */
const MOST = 2_000;

/**
 * What is in a folder, by name, read at once for a word that is being typed; at most 2,000. Nothing where it cannot be read.
 *
 * @param home what `~/` stands for; null: nothing
 */
export function folderEntries(
  folder: string,
  home: string | null,
): readonly {readonly name: string; readonly isFolder: boolean}[] {
  const place = home !== null && folder.startsWith('~/') ? path.join(home, folder.slice(2)) : folder;
  const entries: {readonly name: string; readonly isFolder: boolean}[] = [];
  try {
    const opened = opendirSync(place);
    try {
      for (let entry = opened.readSync(); entry !== null && entries.length < MOST; entry = opened.readSync())
        entries.push({name: entry.name, isFolder: entry.isDirectory()});
    } finally {
      opened.closeSync();
    }
  } catch {
    return [];
  }
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}
