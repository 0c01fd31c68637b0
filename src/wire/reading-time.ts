/** How much of the program's time goes into what nodes send in floods, of all nodes together. */
export interface ReadingTime {
  /** So many ms were spent on a flood. @returns ms until more of it may be read */
  readonly spent: (ms: number) => number;
}

/** ms of rest for each ms that a flood took: it gets a third of a core, however many nodes flood. */
const REST = 2;

/** @param now monotonic ms */
export function createReadingTime(now: () => number): ReadingTime {
  let freeAt = 0;
  return {
    spent: ms => {
      const at = now();
      freeAt = Math.max(freeAt, at) + ms * REST;
      return freeAt - at;
    },
  };
}
