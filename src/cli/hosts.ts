import {lookup} from 'node:dns/promises';
import {isBareWord} from '../model/host-name.js';
import type {NodeSpec} from '../model/node.js';

/** Milliseconds: the operator waits for it. */
const PATIENCE = 3_000;

/** The first of these nodes whose name could be any word and is no host that this machine knows; null: there is none. */
export async function strangeHost(nodes: readonly NodeSpec[]): Promise<string | null> {
  const bare = nodes.map(({host}) => host).filter(isBareWord);
  const known = await Promise.all(bare.map(isHost));
  return bare.find((_, index) => known[index] === false) ?? null;
}

async function isHost(name: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const found = lookup(name).then(
    () => true,
    () => false,
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}
