import {createHash, randomUUID} from 'node:crypto';
import {access, mkdir, readdir, readFile, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {jarDifference, readJarList} from './jar-list.js';
import {copyDependencies, DISK_FULL, type Downloaded, type MavenOptions} from './maven.js';

export interface JarOptions extends Pick<MavenOptions, 'environment' | 'signal'> {
  /** `circus/circusman_node/services` of this package. */
  readonly services: string;
  /** Where fetched jars are kept for the next time. */
  readonly cache: string;
  /** Called when fetching begins, and as it goes on; `of`: how many jars the service has. */
  readonly onProgress?: (service: string, downloaded: Downloaded, of: number) => void;
}

/** Milliseconds after which the folder of an unfinished fetch is no longer in use. */
const ABANDONED = 3_600_000;
const UNFINISHED = '.unfinished-';

/**
 * The folder with the jars of a service, which are fetched the first time. It appears once all jars match the checksums: of two
 * programs that fetch at the same time one wins, and both use its folder.
 * Throws a sentence when that fails.
 */
export async function serviceJars(service: string, options: JarOptions): Promise<string> {
  const {services, cache} = options;
  const pom = path.join(services, service, 'pom.xml');
  const sums = path.join(services, service, 'jars.sha256');
  const texts = await Promise.all([readFile(pom, 'utf8'), readFile(sums, 'utf8')]);
  const version = createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16);
  const kept = path.join(cache, `${service}-${version}`);
  const lib = path.join(kept, 'lib');
  if (await exists(lib)) return lib;
  const list = readJarList(texts[1], sums);
  const unfinished = path.join(cache, `${UNFINISHED}${service}-${randomUUID()}`);
  try {
    await removeAbandoned(cache);
    await mkdir(path.join(unfinished, 'lib'), {recursive: true});
    const {environment, signal, onProgress} = options;
    onProgress?.(service, {files: 0, bytes: 0}, list.size);
    await copyDependencies(pom, path.join(unfinished, 'lib'), {
      environment,
      signal,
      onProgress: downloaded => onProgress?.(service, downloaded, list.size),
    });
    const difference = await jarDifference(path.join(unfinished, 'lib'), list);
    if (difference !== null) {
      throw new Error(
        `Maven fetched other jars for ${service} than ${sums} lists: ${difference}; if it was damaged, delete it in ~/.m2/repository`,
      );
    }
    await rename(unfinished, kept).catch(async error => {
      if (!(await exists(lib))) throw error;
    });
    return lib;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new Error(DISK_FULL);
  } finally {
    await rm(unfinished, {recursive: true, force: true});
  }
}

async function removeAbandoned(cache: string): Promise<void> {
  const names = await readdir(cache).catch(() => []);
  for (const name of names.filter(one => one.startsWith(UNFINISHED))) {
    const folder = path.join(cache, name);
    const {mtimeMs} = await stat(folder).catch(() => ({mtimeMs: Number.POSITIVE_INFINITY}));
    if (Date.now() - mtimeMs > ABANDONED) await rm(folder, {recursive: true, force: true});
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function isDiskFull(error: unknown): boolean {
  const {code} = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
