/** How much of the program's time goes into what nodes send in floods, of all nodes together. */
export interface ReadingTime {
  /** So many ms were spent on a flood just now. @returns ms until more of it may be read */
  readonly spent: (ms: number) => number;
}

/** Of a core, for all that the program does while nodes flood. */
const SHARE = 0.45;

/**
 * @param now monotonic ms
 * @param cpuTime ms of CPU that all of this program has used; without it, what floods took stands for that
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
      // What was used since then would have taken so long at that share.
      freeAt = Math.max(freeAt, at) + (usedNow - usedBefore) / SHARE;
      usedBefore = usedNow;
      at = now();
      return Math.max(0, freeAt - at);
    },
  };
}
