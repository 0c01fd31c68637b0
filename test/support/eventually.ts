import {setTimeout as wait} from 'node:timers/promises';

const POLL = 25;

/** Tries until `check` no longer throws, and gives its result; throws its last error after `limit` ms. */
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
