import {type EndSignal, exitCodeOf, type Io} from './io.js';
import type {Session} from './session.js';

/**
 * Runs commands so that the first Ctrl-C begins nothing more and waits for what is under way, and the second, or another signal that ends
 * a program, leaves at once; either way `run` goes on to print what was done and what was not. So it does where an error of the
 * program itself ends it.
 *
 * @param run is given what is aborted once nothing more is to be begun. Resolves to the exit code
 * @returns that code, or that of the signal
 */
export async function withEndSignals(
  {runner, interrupt: leave}: Pick<Session, 'runner' | 'interrupt'>,
  io: Pick<Io, 'err' | 'onSignal' | 'onFault'>,
  run: (interrupt: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupt = new AbortController();
  let ending: EndSignal | null = null;
  const unlisten = io.onSignal(signal => {
    const isSecond = ending !== null;
    ending ??= signal;
    interrupt.abort();
    // Who presses Ctrl-C knows what is left.
    if (signal !== 'SIGINT') leave();
    const goOn = runner.cancelAll();
    if (signal !== 'SIGINT' || isSecond) runner.breakOff();
    else if (goOn > 0)
      io.err('circusman: nothing new is begun; what is under way goes on (Ctrl-C again leaves at once)\n');
  });
  const {promise: printed, resolve: allPrinted} = Promise.withResolvers<void>();
  const stopReporting = io.onFault(() => {
    interrupt.abort();
    leave();
    runner.breakOff();
    return printed;
  });
  let code: number;
  try {
    code = await run(interrupt.signal);
  } finally {
    unlisten();
  }
  allPrinted();
  stopReporting();
  return ending === null ? code : exitCodeOf(ending);
}
