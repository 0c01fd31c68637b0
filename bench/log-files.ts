import {copyFileSync, writeFileSync} from 'node:fs';
import type {LogNodes} from '../test/support/log-nodes.js';
import {FILE, writerOf} from './log-cluster.js';

const LENGTH = 100;

/** The text that the first and the last line of each file have, and no other. */
export const NEEDLE = 'needle in the haystack';

/** Fills the file of each node with so many bytes of lines. @returns the files, in the order of the nodes */
export function fillFiles({nodes}: LogNodes, bytes: number): readonly string[] {
  const files = nodes.map(node => writerOf(node).file(FILE));
  const [first, ...others] = files;
  if (first === undefined) return [];
  writeFileSync(first, contentOf(bytes));
  for (const file of others) copyFileSync(first, file);
  return files;
}

function contentOf(bytes: number): Buffer {
  const count = Math.floor(bytes / LENGTH);
  const from = Date.now() - count;
  const content = Buffer.alloc(count * LENGTH);
  for (let index = 0; index < count; index++) {
    const time = new Date(from + index).toISOString().replace('T', ' ').replace('Z', '+0000');
    const words = index === 0 || index === count - 1 ? NEEDLE : '';
    content.write(`${`${time} INFO  line ${index + 1} ${words}`.padEnd(LENGTH - 1, '.')}\n`, index * LENGTH, 'latin1');
  }
  return content;
}
