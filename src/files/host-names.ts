import {formatAddress, parseIPv6} from '../model/address.js';
import {readRegularFile} from './regular-file.js';

const HOSTS = '/etc/hosts';
/** Bytes: lists of what is not to be reached have that many. */
const LONGEST = 8_000_000;

/**
 * What this machine's hosts file calls addresses: the first name of the first line that has the address, as `getent hosts` says it.
 * Node's reverse look-up keeps only the other names of a line. Where the file cannot be read nothing has a name.
 */
export async function readHostNames(file = HOSTS): Promise<ReadonlyMap<string, string>> {
  const read = await readRegularFile(file, {limit: LONGEST});
  const names = new Map<string, string>();
  for (const line of read.kind === 'text' ? read.text.split('\n') : []) {
    const [address = '', name] = line.replace(/#.*/, '').trim().split(/\s+/);
    const key = address.includes(':') ? sixOf(address) : address;
    if (name !== undefined && !names.has(key)) names.set(key, name);
  }
  return names;
}

/** As a node that is named by it has it. */
function sixOf(text: string): string {
  const address = parseIPv6(text);
  return address === null ? text : formatAddress(address);
}
