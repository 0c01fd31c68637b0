import {isBareWord} from '../model/host-name.js';
import type {NodeSpec} from '../model/node.js';
import {waitFor} from '../model/wait-for.js';
import {lookUp} from '../wire/system-look-up.js';

/** Milliseconds: the operator waits for it, and so do the other nodes. */
const PATIENCE = 1_000;

/**
 * The first of these nodes whose name could be any word and is no host that this machine knows; null: there is none. A name whose
 * look-up takes too long may be a host: its node says so.
 */
export async function strangeHost(nodes: readonly NodeSpec[]): Promise<string | null> {
  const bare = nodes.map(({host}) => host).filter(isBareWord);
  const strange = await Promise.all(bare.map(isStrange));
  return bare.find((_, index) => strange[index] === true) ?? null;
}

function isStrange(name: string): Promise<boolean> {
  const notKnown = () => false;
  return waitFor<boolean>({timeout: PATIENCE, onTimeout: notKnown, onAbort: notKnown}, settle => {
    void lookUp(name).then(({kind}) => settle(kind === 'none' || kind === 'unanswered'));
    return () => {};
  });
}
