/**
 * Stands in for an object that takes long to make: it is made at its first use, and answers everything itself. So a library
 * may use any part of it, in later versions, too.
 *
 * @param make called once, at the first use
 * @param own properties that are answered without making it
 */
export function lazily(make, own = {}) {
  let made;
  const real = () => (made ??= make());
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (Object.hasOwn(own, name)) return own[name];
        const value = Reflect.get(real(), name);
        // Methods need the real object as `this`.
        return typeof value === 'function' ? value.bind(real()) : value;
      },
      set: (_, name, value) => Reflect.set(real(), name, value),
      has: (_, name) => Object.hasOwn(own, name) || Reflect.has(real(), name),
      getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    },
  );
}
