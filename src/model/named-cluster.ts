import type {NodeSpec} from './node.js';

/** A cluster that has a name: saved, or in the configuration file. */
export interface NamedCluster {
  readonly name: string;
  /** Reads them, at once: only of a cluster that is meant, as a key or the first picture waits for it. Or says why that cannot be, for people. */
  readonly nodes: () => readonly NodeSpec[] | string;
  /** Where it stands, for people: a file, with the line where it is one of several there. */
  readonly place: string;
  /** Whether `cluster save` made it, so that it can be renamed and forgotten here. */
  readonly isSaved: boolean;
  /** Whether circusman starts on it where no SET is named. */
  readonly isDefault: boolean;
}

/** All clusters that have a name, as far as they can be read. */
export interface NamedClusters {
  /** Those of the configuration file, then saved ones by name. */
  readonly all: readonly NamedCluster[];
  /** Why there may be more, for people: what was saved cannot be read; null: it can. */
  readonly unread: string | null;
}

/** A name that is given to other nodes. */
export interface NameChange {
  readonly name: string;
  /** Null: it is no cluster's name any more. Or why they cannot be read, for people. */
  readonly nodes: readonly NodeSpec[] | string | null;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** @returns why no cluster can be called that, for people; null: one can */
export function clusterNameProblem(name: string): string | null {
  if (NAME.test(name)) return null;
  if (name.includes('/')) return `"${name}" is a path: a cluster's name has no slash`;
  return `"${name}" is no name for a cluster: up to 64 letters, digits, "." "_" "-", the first a letter or digit`;
}
