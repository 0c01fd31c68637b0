import {waitFor} from '../model/wait-for.js';

/** How many of those that are waited for make out which of them are late. */
const MOST = 0.75;
/** Milliseconds that late ones are given beside as long again as the others took. */
const GRACE = 100;

/**
 * Waits for many answers, for so many ms, and not for the few that come much later than the others: of many nodes one may be slow.
 * None of the promises may reject.
 *
 * @param now ms
 */
export function mostOf(
  answers: readonly Promise<unknown>[],
  {patience, now, signal}: {readonly patience: number; readonly now: () => number; readonly signal: AbortSignal},
): Promise<void> {
  if (answers.length === 0) return Promise.resolve();
  const nothing = () => {};
  return waitFor<void>({timeout: patience, signal, onTimeout: nothing, onAbort: nothing}, settle => {
    const begin = now();
    let came = 0;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = () => {
      came++;
      if (isOver) return;
      if (came === answers.length) settle();
      else if (came >= answers.length * MOST) timer ??= setTimeout(settle, now() - begin + GRACE);
    };
    for (const answer of answers) void answer.then(take);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  });
}
