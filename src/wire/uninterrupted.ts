/**
 * Calls a function of ZeroMQ that a signal may interrupt (EINTR), again until it was not: a profiler or a resize of the
 * terminal is no reason to be without a socket.
 */
export function uninterrupted<T>(act: () => T): T {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (!isInterruption(error)) throw error;
    }
  }
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EINTR';
}
