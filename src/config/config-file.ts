import {statSync} from 'node:fs';
import {configPlace} from '../files/config-place.js';
import {readRegularFile} from '../files/regular-file.js';
import {NOWHERE} from '../files/xdg-folder.js';
import type {Environment, Flags} from './config.js';
import {type FileSettings, NO_FILE} from './file-settings.js';
import {SETTINGS} from './settings.js';

/** Without what is about the user's own clusters: for one that has nothing to do with them. */
export function withoutClusters(settings: FileSettings): FileSettings {
  const values = new Map([...settings.values].filter(([key]) => !OF_CLUSTERS.includes(key)));
  return {...settings, values, clusters: []};
}

const OF_CLUSTERS: readonly string[] = [SETTINGS.defaultPort.key, SETTINGS.defaultCluster.key];

/** Says what `--config` says. */
export const CONFIG_VARIABLE = 'CIRCUSMAN_CONFIG';

/** Bytes: thousands of clusters have room. */
const LONGEST = 1_000_000;

/** One that cannot be looked at is not missing: what it says may be meant to keep something from happening. */
function isMissing(file: string): boolean {
  try {
    return statSync(file, {throwIfNoEntry: false}) === undefined;
  } catch {
    return false;
  }
}

/** Reads the file that the command line, the environment or XDG's place for it names; only the last one need not be there. */
export async function readConfigFile(flags: Flags, environment: Environment): Promise<FileSettings> {
  const named = flags.get('config')?.at(-1) ?? (environment[CONFIG_VARIABLE] || null);
  const file = named ?? configPlace(environment);
  // The first picture need not wait for what looks after files.
  if (file === null || file === NOWHERE || (named === null && isMissing(file))) return NO_FILE;
  const wrong = (why: string): FileSettings => ({...NO_FILE, problems: [`${file === '' ? '""' : file}: ${why}`]});
  const found = await readRegularFile(file, {limit: LONGEST});
  switch (found.kind) {
    case 'missing':
      return named === null ? NO_FILE : wrong('there is no such file');
    case 'other':
      return wrong(`this is ${found.what}, not a plain file`);
    case 'failed':
      return wrong(`it cannot be read: ${found.problem}`);
    case 'text': {
      if (!found.isWhole) return wrong('it is longer than 1 MB');
      const {readFileSettings} = await import('./file-reader.js');
      return readFileSettings(found.text, file);
    }
  }
}
