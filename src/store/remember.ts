/** The function, whose result for an object is worked out once: for immutable objects, such as states, that is all there is to know. */
export function remember<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, {readonly result: Result}>();
  return key => {
    const found = known.get(key) ?? {result: compute(key)};
    known.set(key, found);
    return found.result;
  };
}
