/**
 * Calls a function of ZeroMQ again for as long as a signal interrupts it (EINTR), so that neither a profiler nor a resize of the
 * terminal costs a socket.
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
