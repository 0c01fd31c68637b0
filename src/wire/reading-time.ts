/** Limits how much of the program's time the floods of all nodes together take. */
export interface ReadingTime {
  /** Call it after so many ms were spent on a flood. @returns ms until more of it may be read */
  readonly spent: (ms: number) => number;
}

/** The part of a core that the program may use while nodes flood. */
const SHARE = 0.45;

/**
 * @param now monotonic ms
 * @param cpuTime ms of CPU that all of this program has used; absent: the time that floods took is used instead
 */
export function createReadingTime(now: () => number, cpuTime?: () => number): ReadingTime {
  let spent = 0;
  const used = cpuTime ?? (() => spent);
  let usedBefore = used();
  let at = now();
  let freeAt = at;
  return {
    spent: ms => {
      spent += ms;
      const usedNow = used();
      // At that share, the CPU used since then would have taken so long.
      freeAt = Math.max(freeAt, at) + (usedNow - usedBefore) / SHARE;
      usedBefore = usedNow;
      at = now();
      return Math.max(0, freeAt - at);
    },
  };
}
