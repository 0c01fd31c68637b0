/** Bytes: a smaller file is loaded together with the first one that imports it. */
const SMALL = 20_000;

/**
 * The larger files that these entries load by static imports, according to esbuild's `metafile`, as `dist/main.mjs` imports them, each
 * behind those that it imports itself: loaded in this order, none brings another one with it.
 */
export function partsOf({outputs}, entries) {
  const seen = new Set();
  const visit = path => {
    if (seen.has(path) || !(path in outputs)) return [];
    seen.add(path);
    return [...outputs[path].imports.filter(isStatic).flatMap(each => visit(each.path)), path];
  };
  return entries
    .flatMap(entry => {
      const path = Object.keys(outputs).find(file => outputs[file].entryPoint === entry);
      if (path === undefined) throw new Error(`${entry} is not in the bundle`);
      return visit(path);
    })
    .filter(path => outputs[path].bytes >= SMALL)
    .map(path => path.replace(/^dist/, '.'));
}

function isStatic({kind}) {
  return kind === 'import-statement';
}
