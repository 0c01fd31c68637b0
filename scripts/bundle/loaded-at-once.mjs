/** The sources that this entry loads by static imports, according to esbuild's `metafile`. */
export function loadedAtOnce({outputs}, entry) {
  const files = Object.keys(outputs).filter(file => outputs[file].entryPoint === entry);
  for (const file of files) {
    for (const {path, kind} of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !files.includes(path)) files.push(path);
    }
  }
  return files.flatMap(file => Object.keys(outputs[file]?.inputs ?? {}));
}
