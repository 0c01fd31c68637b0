import process from 'node:process';
import {type EndSignal, exitCodeOf} from './io.js';

/** What is done in threads that cannot be broken off: files, and names that are looked up. */
const IN_THREADS = /^(FSReq|GetAddrInfoReq|GetNameInfoReq)/;
const SIGNALS: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Has the program end when it is to, though a disk or a name server does not answer: Node would wait for the thread that waits for it.
 * Where it has no other way, a signal ends it as if nobody heeded it. Call it after all others that heed `exit`.
 */
export function endAtOnce(): void {
  process.on('exit', code => {
    if (!process.getActiveResourcesInfo().some(kind => IN_THREADS.test(kind))) return;
    for (const signal of SIGNALS) process.removeAllListeners(signal);
    try {
      // It warns that it is experimental, on a terminal that is left already.
      process.emitWarning = () => {};
      process.execve?.('/bin/sh', ['sh', '-c', `exit ${code}`], {});
    } catch {
      // Without it (Node 22.14) or without a shell there is the signal.
    }
    const signal = SIGNALS.find(each => exitCodeOf(each) === code);
    if (signal !== undefined) process.kill(process.pid, signal);
  });
}
