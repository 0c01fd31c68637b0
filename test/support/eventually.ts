import {setTimeout as wait} from 'node:timers/promises';

const POLL = 25;

/** Calls `check` until it no longer throws, and returns its result; after `limit` ms throws its last error. */
export async function eventually<T>(check: () => T | Promise<T>, limit = 10_000): Promise<T> {
  const deadline = AbortSignal.timeout(limit);
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (deadline.aborted) throw error;
    }
    await wait(POLL);
  }
}
