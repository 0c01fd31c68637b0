import {type ProgramOptions, runProgram} from './run-program.js';

/** How much Maven has downloaded. It names a file when it is complete, and not if it was there before. */
export interface Downloaded {
  readonly files: number;
  readonly bytes: number;
}

export interface MavenOptions extends Pick<ProgramOptions, 'environment' | 'signal'> {
  readonly onProgress?: (downloaded: Downloaded) => void;
}

const UNITS: Readonly<Record<string, number>> = {B: 1, kB: 1e3, MB: 1e6, GB: 1e9};
const DOWNLOADED = /Downloaded from \S+: \S+ \(([\d.]+) ([kMG]?B)\b/;
const NO_NETWORK =
  /unknown host|name resolution|network is unreachable|no route to host|connection (?:refused|reset)|timed out/i;
const NO_SPACE = /no space left on device|disk quota exceeded/i;
export const DISK_FULL = 'the disk is full: the databases take 110 MB in ~/.m2/repository and as much in the cache';

/**
 * Has Maven copy all that a pom.xml depends on into a folder.
 * Throws a sentence when it cannot.
 */
export async function copyDependencies(pom: string, folder: string, options: MavenOptions): Promise<void> {
  let downloaded: Downloaded = {files: 0, bytes: 0};
  const args = ['-B', '-Dstyle.color=never', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  // Dependencies may include poms, which are not jars.
  const {isMissing, code, output} = await runProgram('mvn', [...args, '-DincludeScope=runtime', '-DexcludeTypes=pom'], {
    ...options,
    onLine: line => {
      const [, count, unit = ''] = DOWNLOADED.exec(line) ?? [];
      if (count === undefined) return;
      downloaded = {files: downloaded.files + 1, bytes: downloaded.bytes + Number(count) * (UNITS[unit] ?? 0)};
      options.onProgress?.(downloaded);
    },
  });
  if (isMissing) throw new Error('Maven is missing: it fetches the databases, once (Debian: maven)');
  if (code !== 0) throw new Error(mavenSentence(output));
}

/** Why Maven failed, from what it printed. */
export function mavenSentence(output: string): string {
  if (NO_SPACE.test(output)) return DISK_FULL;
  const lines = output.split('\n').filter(line => line.startsWith('[ERROR]'));
  const first = lines[0]?.slice('[ERROR] '.length).trim() ?? 'it did not say why';
  const lost = lines.find(line => NO_NETWORK.test(line));
  if (lost === undefined) return `Maven could not fetch the databases: ${first}`;
  const host = /https?:\/\/([\w.-]+)/.exec(lost)?.[1] ?? 'Maven Central';
  return `no network: Maven does not reach ${host} (${NO_NETWORK.exec(lost)?.[0].toLowerCase()}), which it needs once to fetch the databases`;
}
