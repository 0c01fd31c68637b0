import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** The jars that a service consists of, each with its SHA-256: `jars.sha256` beside its pom.xml, which `sha256sum -c` takes, too. */
type JarList = ReadonlyMap<string, string>;

/** Throws a sentence for a line that `sha256sum` would not write. */
export function readJarList(text: string, file: string): JarList {
  const lines = text.split('\n').filter(line => line !== '');
  return new Map(
    lines.map((line, index) => {
      const [, sum, name] = /^([0-9a-f]{64}) [ *]([^/]+)$/.exec(line) ?? [];
      if (sum === undefined || name === undefined)
        throw new Error(`${file}:${index + 1}: this is no line of sha256sum`);
      return [name, sum];
    }),
  );
}

/** What in a folder differs from the list, such as "ant-1.8.3.jar is another file"; null: nothing. */
export async function jarDifference(folder: string, list: JarList): Promise<string | null> {
  const names = new Set(await readdir(folder));
  for (const name of names) if (!list.has(name)) return `${name} is not in it`;
  for (const [name, sum] of list) {
    if (!names.has(name)) return `${name} is missing`;
    const content = await readFile(path.join(folder, name));
    if (createHash('sha256').update(content).digest('hex') !== sum) return `${name} is another file`;
  }
  return null;
}
