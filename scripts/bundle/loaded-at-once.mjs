/** The sources that are in what this entry loads by plain imports, as esbuild's `metafile` tells it. */
export function loadedAtOnce({outputs}, entry) {
  const files = Object.keys(outputs).filter(file => outputs[file].entryPoint === entry);
  for (const file of files) {
    for (const {path, kind} of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !files.includes(path)) files.push(path);
    }
  }
  return files.flatMap(file => Object.keys(outputs[file]?.inputs ?? {}));
}
