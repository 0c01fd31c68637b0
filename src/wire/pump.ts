/**
 * Passes on everything that comes out of a socket until it is closed. An error of the socket ends it as closing does; what
 * `take` throws is a fault of ours and escapes.
 */
export async function pump<T>(source: AsyncIterable<T>, take: (item: T) => void): Promise<void> {
  const items = source[Symbol.asyncIterator]();
  for (;;) {
    const item = await nextOf(items);
    if (item === null) return;
    take(item.value);
  }
}

async function nextOf<T>(items: AsyncIterator<T>): Promise<{readonly value: T} | null> {
  try {
    const next = await items.next();
    return next.done === true ? null : {value: next.value};
  } catch {
    return null;
  }
}
