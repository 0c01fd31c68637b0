import process from 'node:process';
import {type EndSignal, exitCodeOf} from './io.js';

/** Node does these in threads that cannot be interrupted: file access and name lookups. */
const IN_THREADS = /^(FSReq|GetAddrInfoReq|GetNameInfoReq)/;
const SIGNALS: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Lets the program end at once even while a disk or a name server does not answer: Node would wait for the thread that waits.
 * Where `execve` is missing, a signal without a handler ends it. Call it after all other listeners of `exit`.
 */
export function endAtOnce(): void {
  process.on('exit', code => {
    if (!process.getActiveResourcesInfo().some(kind => IN_THREADS.test(kind))) return;
    for (const signal of SIGNALS) process.removeAllListeners(signal);
    try {
      // It would warn that it is experimental, on a terminal that was restored already.
      process.emitWarning = () => {};
      process.execve?.('/bin/sh', ['sh', '-c', `exit ${code}`], {});
    } catch {
      // Without it (Node 22.14), or without a shell, the signal below does it.
    }
    const signal = SIGNALS.find(each => exitCodeOf(each) === code);
    if (signal !== undefined) process.kill(process.pid, signal);
  });
}
