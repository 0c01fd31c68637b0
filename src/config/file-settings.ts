import type {KeySetting} from './config.js';

/** What a configuration file says, as far as that is not wrong. */
export interface FileSettings {
  /** What is wrong in it, a sentence each, with its place. */
  readonly problems: readonly string[];
  /** Null: there is none. */
  readonly file: string | null;
  /** By the settings' keys: as TOML has them. */
  readonly values: ReadonlyMap<string, {readonly raw: unknown; readonly line: number}>;
  readonly clusters: readonly ClusterSource[];
  readonly keys: readonly KeySetting[];
}

/** A text of the file, and where it stands. */
export interface Placed {
  readonly text: string;
  readonly place: string;
}

/** A cluster as it is written. */
export interface ClusterSource {
  readonly name: string;
  readonly place: string;
  /** None: what they are is wrong. */
  readonly sets: readonly Placed[];
  /** Command port of those of its nodes that name none; null: that of all clusters. */
  readonly port: number | null;
  /** A node, and the address that its peers know it by. */
  readonly addresses: readonly (Placed & {readonly address: string})[];
}

/** There is no configuration file. */
export const NO_FILE: FileSettings = {problems: [], file: null, values: new Map(), clusters: [], keys: []};
