/** Whether a text is a pattern rather than a name: `*`, `?`, `[abc]`, `[!abc]`, as a shell has them. */
export function isGlob(text: string): boolean {
  return /[*?]|\[.+\]/.test(text);
}

/** What fits the pattern, whole and in any case. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern.replace(
    /\*|\?|\[(!?)((?:\][^\]]*|[^\]]+))\]|[\\^$.*+?()[\]{}|/]/g,
    (found, not?: string, set?: string) => {
      if (found === '*') return '.*';
      if (found === '?') return '.';
      return set === undefined ? `\\${found}` : `[${not === '!' ? '^' : ''}${set.replace(/[\\^[\]]/g, '\\$&')}]`;
    },
  );
  try {
    const fits = new RegExp(`^${source}$`, 'isu');
    return text => fits.test(text);
  } catch {
    // A range that runs backwards fits nothing.
    return () => false;
  }
}
