/** Waits for one's turn, where only so many may be at something at a time. @returns how to give it up, once */
export type TakeTurn = () => Promise<() => void>;

/** Turns are given in the order in which they were asked for. */
export function createTurns(width: number): TakeTurn {
  let free = width;
  const waiting: (() => void)[] = [];

  function giveUp(): void {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }

  return async () => {
    if (free > 0) free--;
    else await new Promise<void>(resolve => waiting.push(resolve));
    return giveUp;
  };
}
