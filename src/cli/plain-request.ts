import {type Config, type Environment, type Flags, readConfig} from '../config.js';
import {isBareWord} from '../model/host-name.js';
import type {NodeSpec} from '../model/node.js';
import {readPlainSet} from '../model/plain-set.js';

/** The full screen on these nodes. */
export interface ScreenRequest {
  readonly program: 'screen';
  readonly config: Config;
  readonly nodes: readonly NodeSpec[];
}

/** What the source document says the cluster is, where nobody says otherwise. */
export const DEFAULT_CLUSTER = '192.168.0.1-32';

const SWITCHES: Readonly<Record<string, Flags>> = {
  '--ascii': {ascii: true},
  '--no-color': {color: false},
  '--read-only': {readOnly: true},
};

/** An address, and how many of them in its last number. */
const COUNTED = /^(\d+\.\d+\.\d+\.)([1-9]\d{0,2}) ([1-9]\d{0,2})$/;

/**
 * Reads the command lines that ask for the full screen and say it plainly, without loading what reads them all, so that the
 * first picture need not wait for it. It means by them what `readRequest` means.
 *
 * @param argv the words after the program's name
 * @returns null for every other command line, a wrong one among them
 */
export function readPlainRequest(argv: readonly string[], environment: Environment): ScreenRequest | null {
  const operands = argv.filter(word => !word.startsWith('-'));
  const switches = argv.filter(word => word.startsWith('-')).map(word => SWITCHES[word]);
  // The words that are programs of their own have no number in them.
  if (switches.includes(undefined) || !operands.every(word => /\d/.test(word))) return null;
  const config = readConfig(Object.assign({}, ...switches), environment);
  if (!config.ok) return null;
  const set = setOf(operands);
  const nodes = set === null ? null : readPlainSet(set, {defaultPort: config.config.defaultPort});
  // A word that may be no host is looked up before anything is shown.
  const isPlain = nodes !== null && nodes.length > 0 && !nodes.some(({host}) => isBareWord(host));
  return !isPlain ? null : {program: 'screen', config: config.config, nodes};
}

function setOf(operands: readonly string[]): string | null {
  const [set = DEFAULT_CLUSTER, ...more] = operands;
  if (more.length === 0) return set;
  const [, network, first, count] = COUNTED.exec(operands.join(' ')) ?? [];
  return network === undefined ? null : `${network}${first}-${Number(first) + Number(count) - 1}`;
}
