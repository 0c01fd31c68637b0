import {opendir, stat} from 'node:fs/promises';
import path from 'node:path';
import {codeOf, problemOf} from '../model/system-error.js';
import {readRegularFile, withinTime} from './regular-file.js';

/** Bytes, as a node takes them. */
const LONGEST = 256_000;
/** A folder with more is hardly the one that was meant. */
const MOST = 256;
/** Bytes of all of them: every node is sent them. */
const MOST_BYTES = 8_000_000;
/** How long a disk may take, in ms. */
const WITHIN = 5_000;

type Templates = Readonly<Record<string, string>>;

/**
 * The templates in a folder, by their names: in the sub-folder that has the service's name, where there is one.
 * @returns why they cannot be read, for people
 */
export async function readTemplates(folder: string, service: string): Promise<Templates | string> {
  return withinTime(
    readAll(folder, service),
    WITHIN,
    `the templates in ${folder} cannot be read: its disk does not answer`,
  );
}

async function readAll(folder: string, service: string): Promise<Templates | string> {
  const own = path.join(folder, service);
  const from = (await isFolder(own)) ? own : folder;
  const names = await namesIn(from);
  if (typeof names === 'string') return names;
  const templates: Record<string, string> = {};
  let bytes = 0;
  for (const name of names) {
    const file = path.join(from, name);
    const found = await readRegularFile(file, {limit: LONGEST, withinMs: WITHIN});
    switch (found.kind) {
      case 'text':
        if (!found.isWhole) return `${file} is longer than 256 kB, which no node takes`;
        bytes += Buffer.byteLength(found.text);
        if (bytes > MOST_BYTES) return `the templates in ${from} are longer than 8 MB together`;
        templates[name] = found.text;
        break;
      case 'missing':
        return `${file} cannot be read: it is a link to nothing, or was just removed`;
      case 'other':
        // A link to a folder is as good as one.
        if (found.what === 'a folder') break;
        return `${file} is ${found.what}, not a plain file: it is no template`;
      case 'failed':
        return `${file} cannot be read: ${found.problem}`;
    }
  }
  return Object.keys(templates).length === 0 ? `there is no template in ${from}` : templates;
}

/** The names of what may be a template, in their order; or why there are none, for people. */
async function namesIn(folder: string): Promise<readonly string[] | string> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      // What an editor or version control leaves is no template.
      if (entry.isDirectory() || entry.name.startsWith('.') || entry.name.endsWith('~')) continue;
      names.push(entry.name);
      if (names.length > MOST)
        return `there are more than ${MOST} files in ${folder}: name a folder that has templates alone`;
    }
  } catch (error) {
    return `the templates in ${folder} cannot be read: ${folderProblem(error)}`;
  }
  return names.sort();
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

function folderProblem(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'there is no such folder';
  if (code === 'ENOTDIR') return 'it is no folder';
  if (code === 'EACCES') return 'this user may not read it';
  return problemOf(error);
}
