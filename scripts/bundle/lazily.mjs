/**
 * Stands in for what takes long to make, until something is asked of it: then it is made, and answers itself, whatever was
 * asked. So a library may use of it what it likes, in its next version, too.
 *
 * @param make called once, when it is first used
 * @param own what is answered without making it
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
        // Its methods look into it, and would find nothing in this one.
        return typeof value === 'function' ? value.bind(real()) : value;
      },
      set: (_, name, value) => Reflect.set(real(), name, value),
      has: (_, name) => Object.hasOwn(own, name) || Reflect.has(real(), name),
      getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    },
  );
}
