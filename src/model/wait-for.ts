/** How long something is waited for, and what comes of it when it does not happen. */
interface Patience<T> {
  /** Milliseconds; null: for ever. */
  readonly timeout: number | null;
  readonly signal?: AbortSignal | undefined;
  /** The result when the time is over. */
  readonly onTimeout: () => T;
  /** The result when the signal is aborted, also where it was before. */
  readonly onAbort: () => T;
}

/** Milliseconds; beyond this `setTimeout` fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Waits for something that settles it, for so long, and while the signal is not aborted. This is the one place where all three
 * are tied together; timers and listeners are gone when it resolves.
 *
 * @param begin is given the way to settle it, and returns what is to be done when it is settled, however that was
 */
export function waitFor<T>(patience: Patience<T>, begin: (settle: (result: T) => void) => () => void): Promise<T> {
  const {timeout, signal, onTimeout, onAbort} = patience;
  if (signal?.aborted === true) return Promise.resolve(onAbort());
  const {promise, resolve} = Promise.withResolvers<T>();
  let isSettled = false;
  let end: (() => void) | null = null;
  const settle = (result: T) => {
    if (isSettled) return;
    isSettled = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    end?.();
    resolve(result);
  };
  const abort = () => settle(onAbort());
  const timer =
    timeout === null ? undefined : setTimeout(() => settle(onTimeout()), Math.min(Math.ceil(timeout), LONGEST));
  signal?.addEventListener('abort', abort);
  end = begin(settle);
  if (isSettled) end();
  return promise;
}

/** Resolves after so many ms, or as soon as the signal is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const nothing = () => {};
  return waitFor<void>({timeout: ms, signal, onTimeout: nothing, onAbort: nothing}, () => nothing);
}
