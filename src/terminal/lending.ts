/** Whether the terminal is lent to another program, and whether a SIGINT may be for that one. */
interface Lending {
  readonly begin: () => void;
  readonly end: () => void;
  readonly isLent: () => boolean;
  /** True while it is lent, and until just after. */
  readonly sharesSignals: () => boolean;
}

/** One Ctrl-C reaches two programs within so many ms: the end of the other one may be seen here before the signal. */
const SIGNALS_TOGETHER = 100;

export function createLending(): Lending {
  let isLent = false;
  let sharesSignals = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      clearTimeout(timer);
      isLent = true;
      sharesSignals = true;
    },
    end: () => {
      isLent = false;
      timer = setTimeout(() => {
        sharesSignals = false;
      }, SIGNALS_TOGETHER);
      timer.unref();
    },
    isLent: () => isLent,
    sharesSignals: () => sharesSignals,
  };
}
