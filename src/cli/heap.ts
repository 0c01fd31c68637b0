import {setFlagsFromString} from 'node:v8';

/** From so many nodes on, what they send makes most of the heap. */
const MANY = 256;
/** Percent of what is in use. */
const GROWTH = 50;

/**
 * Has V8 collect the old part of its heap when it has grown by half, where it would wait until it is three times as large: what many
 * nodes send is kept for a second or two, which is long enough to become old, and is garbage then.
 */
export function keepHeapSmall(nodes: number): void {
  if (nodes >= MANY) setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
