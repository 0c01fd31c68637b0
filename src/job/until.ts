import type {State} from '../store/state.js';
import type {Store} from '../store/store.js';

/** Waits until the state satisfies a condition: the `until` of a command's ports. */
export function untilState(
  store: Store,
  isSo: (state: State) => boolean,
  timeout: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (isSo(store.state())) return Promise.resolve(true);
  if (signal.aborted || timeout <= 0) return Promise.resolve(false);
  return new Promise(resolve => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', giveUp);
      resolve(answer);
    };
    const giveUp = () => end(false);
    const timer = setTimeout(giveUp, timeout);
    const unsubscribe = store.subscribe(() => {
      if (isSo(store.state())) end(true);
    });
    signal.addEventListener('abort', giveUp);
  });
}
