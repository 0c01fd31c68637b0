import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';

/** Bytes, as a node takes them. */
const LONGEST = 256_000;

/**
 * The templates in a folder, by their names: in the sub-folder that has the service's name, where there is one.
 * @returns why they cannot be read, for people
 */
export async function readTemplates(
  folder: string,
  service: string,
): Promise<Readonly<Record<string, string>> | string> {
  const own = path.join(folder, service);
  const from = (await isFolder(own)) ? own : folder;
  const templates: Record<string, string> = {};
  try {
    for (const entry of await readdir(from, {withFileTypes: true})) {
      // What an editor or a version control leaves is no template.
      if (entry.isDirectory() || entry.name.startsWith('.') || entry.name.endsWith('~')) continue;
      const text = await readFile(path.join(from, entry.name), 'utf8');
      if (Buffer.byteLength(text) > LONGEST)
        return `${path.join(from, entry.name)} is longer than 256 kB, which no node takes`;
      templates[entry.name] = text;
    }
  } catch (error) {
    return `the templates in ${from} cannot be read: ${sentenceOf(error)}`;
  }
  return Object.keys(templates).length === 0 ? `there is no template in ${from}` : templates;
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

function sentenceOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such folder';
  if (code === 'ENOTDIR') return 'it is no folder';
  if (code === 'EACCES') return 'this user may not read it';
  return String(error);
}
