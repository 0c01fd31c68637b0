import {readdirSync} from 'node:fs';
import {link, rm} from 'node:fs/promises';
import path from 'node:path';
import {clusterNameProblem, type NamedCluster} from '../model/named-cluster.js';
import type {NodeSpec} from '../model/node.js';
import {formatSetFile, parseSetFile} from '../model/set-file.js';
import {codeOf, isNothingThere, problemOf} from '../model/system-error.js';
import {makeFolder} from './make-folder.js';
import {readPlainText} from './plain-text.js';
import {withinTime} from './regular-file.js';
import {writeWhole} from './write-whole.js';

/**
 * The clusters that the user saved: a file of sets each, and a file beside their folder that says which is the default. No step of a change
 * leaves a file in part or a cluster without one, so that two programs at once lose nothing. What changes them resolves to why it could not be done, for people; null: it is.
 */
export interface SavedClusters {
  /** All of them, by name; or why that cannot be told, for people. */
  readonly list: () => readonly SavedCluster[] | {readonly problem: string};
  /** The name of the default one, which may be gone; null: there is none. Or why that cannot be told, for people. */
  readonly defaultName: () => {readonly name: string | null} | {readonly problem: string};
  readonly save: (name: string, nodes: readonly NodeSpec[], isDefault: boolean) => Promise<string | null>;
  readonly rename: (name: string, next: string) => Promise<string | null>;
  readonly forget: (name: string) => Promise<string | null>;
}

type SavedCluster = Pick<NamedCluster, 'name' | 'nodes' | 'place'>;

const DEFAULT = 'default-cluster';
const NOWHERE = 'there is no folder for it (XDG_STATE_HOME, HOME)';
/** How long its disk may take, in ms. */
const WITHIN = 4_000;
const MODE = 0o600;

/** @param folder circusman's own for what outlasts a run; null: there is none, and nothing can be saved */
export function openSavedClusters(folder: string | null): SavedClusters {
  if (folder === null) {
    const refuse = async () => NOWHERE;
    return {list: () => [], defaultName: () => ({name: null}), save: refuse, rename: refuse, forget: refuse};
  }
  const clusters = path.join(folder, 'clusters');
  const defaultFile = path.join(folder, DEFAULT);
  const fileOf = (name: string) => path.join(clusters, name);

  function defaultName(): ReturnType<SavedClusters['defaultName']> {
    const read = readPlainText(defaultFile);
    return 'text' in read
      ? {name: read.text?.trim() || null}
      : {problem: `${defaultFile} cannot be read: ${read.problem}`};
  }

  function isTheDefault(name: string): boolean {
    const read = defaultName();
    return 'name' in read && read.name === name;
  }

  function saved(name: string): SavedCluster {
    const file = fileOf(name);
    return {name, nodes: () => readSetFile(file, {}) ?? `${file} is gone`, place: file};
  }

  async function change(what: string, act: () => Promise<void>): Promise<string | null> {
    const done = act().then(
      () => null,
      (error: unknown) => `${what} ${problemOf(error)}`,
    );
    return withinTime(done, WITHIN, `${what} its disk does not answer`);
  }

  return {
    defaultName,
    list: () => {
      const names = namesIn(clusters);
      return 'problem' in names ? names : names.map(saved);
    },
    save: (name, nodes, isDefault) =>
      change(`${fileOf(name)} cannot be written:`, async () => {
        await makeFolder(clusters);
        await writeWhole(fileOf(name), formatSetFile(nodes), MODE);
        if (isDefault) await writeWhole(defaultFile, `${name}\n`, MODE);
      }),
    rename: async (name, next) => {
      const wasDefault = isTheDefault(name);
      return change(`${fileOf(name)} cannot be renamed:`, async () => {
        // A link fails where the new name is taken, which a renaming does not.
        await link(fileOf(name), fileOf(next)).catch(error => {
          throw codeOf(error) === 'EEXIST' ? new Error(`${next} is saved already`) : error;
        });
        if (wasDefault) await writeWhole(defaultFile, `${next}\n`, MODE);
        await rm(fileOf(name));
      });
    },
    forget: async name => {
      const wasDefault = isTheDefault(name);
      return change(`${fileOf(name)} cannot be removed:`, async () => {
        await rm(fileOf(name));
        if (wasDefault) await rm(defaultFile, {force: true});
      });
    },
  };
}

/** The nodes of a file of sets, or what is wrong with it and where; null: there is no such file. */
export function readSetFile(
  file: string,
  options: Parameters<typeof parseSetFile>[1],
): readonly NodeSpec[] | string | null {
  const read = readPlainText(file);
  if ('problem' in read) return `${file} cannot be read: ${read.problem}`;
  if (read.text === null) return null;
  const parsed = parseSetFile(read.text, options);
  return parsed.ok ? parsed.nodes : `${file}:${parsed.line}: ${parsed.message}`;
}

/** Files that are being written begin with a dot, as no name of a cluster does. */
function namesIn(clusters: string): readonly string[] | {readonly problem: string} {
  try {
    return readdirSync(clusters)
      .filter(name => clusterNameProblem(name) === null)
      .sort();
  } catch (error) {
    return isNothingThere(error) ? [] : {problem: `${clusters} cannot be read: ${problemOf(error)}`};
  }
}
