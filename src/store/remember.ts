/** The function, whose result for an object is worked out once: for immutable objects, such as states, that is all there is to know. */
export function remember<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, {readonly result: Result}>();
  return key => {
    const found = known.get(key) ?? {result: compute(key)};
    known.set(key, found);
    return found.result;
  };
}

/**
 * The same for what changes seldomer than its key does: worked out again only when some part of the key that it is made of is
 * another object than the last time. `partsOf` must name every part that `compute` looks at.
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
