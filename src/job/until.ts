import {waitFor} from '../model/wait-for.js';
import type {State} from '../store/state.js';
import type {Store} from '../store/store.js';

/** Waits for the store to say so: the `until` of a command's ports. */
export async function untilState(
  store: Store,
  isSo: (state: State) => boolean,
  timeout: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (isSo(store.state())) return true;
  if (timeout <= 0) return false;
  const giveUp = () => false;
  return waitFor<boolean>({timeout, signal, onTimeout: giveUp, onAbort: giveUp}, settle =>
    store.subscribe(() => {
      if (isSo(store.state())) settle(true);
    }),
  );
}
