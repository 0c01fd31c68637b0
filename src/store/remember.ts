/** The function, with its result for each object worked out once: objects must be immutable, as states are. */
export function remember<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, {readonly result: Result}>();
  return key => {
    let found = known.get(key);
    if (found === undefined) {
      found = {result: compute(key)};
      known.set(key, found);
    }
    return found.result;
  };
}

/**
 * The same for what changes less often than its key: worked out again only when some part of the key that it is made from is
 * another object than last time. `partsOf` must name every part that `compute` reads.
 */
export function rememberByParts<Key extends object, Result>(
  partsOf: (key: Key) => readonly unknown[],
  compute: (key: Key) => Result,
): (key: Key) => Result {
  let last: {readonly parts: readonly unknown[]; readonly result: Result} | null = null;
  return remember(key => {
    const parts = partsOf(key);
    if (last === null || !isSame(parts, last.parts)) last = {parts, result: compute(key)};
    return last.result;
  });
}

function isSame(parts: readonly unknown[], others: readonly unknown[]): boolean {
  return parts.length === others.length && parts.every((part, index) => part === others[index]);
}
