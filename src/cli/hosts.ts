import {lookup} from 'node:dns/promises';
import {isBareWord} from '../model/host-name.js';
import type {NodeSpec} from '../model/node.js';
import {waitFor} from '../model/wait-for.js';

/** Milliseconds: the operator waits for it. */
const PATIENCE = 3_000;

/** The first of these nodes whose name could be any word and is no host that this machine knows; null: there is none. */
export async function strangeHost(nodes: readonly NodeSpec[]): Promise<string | null> {
  const bare = nodes.map(({host}) => host).filter(isBareWord);
  const known = await Promise.all(bare.map(isHost));
  return bare.find((_, index) => known[index] === false) ?? null;
}

function isHost(name: string): Promise<boolean> {
  const unknown = () => false;
  return waitFor<boolean>({timeout: PATIENCE, onTimeout: unknown, onAbort: unknown}, settle => {
    lookup(name).then(
      () => settle(true),
      () => settle(false),
    );
    return () => {};
  });
}
