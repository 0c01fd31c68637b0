/** Whether a text is a pattern rather than a name: `*`, `?`, `[abc]`, `[!abc]`, as a shell has them. */
export function isGlob(text: string): boolean {
  return /[*?]|\[.+\]/.test(text);
}

let kept: {readonly pattern: string; readonly fits: (text: string) => boolean} | null = null;

/** What fits the pattern, whole and in any case. The last one is kept: a filter asks for it of each row. */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (kept?.pattern !== pattern) kept = {pattern, fits: makeMatcher(pattern)};
  return kept.fits;
}

/** What one of these names or patterns fits, whole and in any case. */
export function fitsAny(patterns: readonly string[]): (text: string) => boolean {
  const names = new Set(patterns.map(pattern => pattern.toLowerCase()));
  const matchers = patterns.filter(isGlob).map(makeMatcher);
  return text => names.has(text.toLowerCase()) || matchers.some(fits => fits(text));
}

/**
 * It takes no longer for many stars: each part between them is looked for once,
 * from where the one before it ended. A pattern is typed by somebody, and found out at each key.
 */
function makeMatcher(pattern: string): (text: string) => boolean {
  const parts = partsOf(pattern);
  try {
    const [first = ANYTHING, ...rest] = parts.map(part => ({
      length: part.length,
      isWhole: new RegExp(`^${part.join('')}$`, 'isu'),
      next: new RegExp(part.join(''), 'gisu'),
    }));
    const last = rest.pop();
    return text => {
      const characters = [...text];
      if (last === undefined) return first.isWhole.test(text);
      if (characters.length < first.length + last.length) return false;
      if (!first.isWhole.test(characters.slice(0, first.length).join(''))) return false;
      if (!last.isWhole.test(characters.slice(characters.length - last.length).join(''))) return false;
      const middle = characters.slice(first.length, characters.length - last.length).join('');
      let at = 0;
      return rest.every(({next}) => {
        next.lastIndex = at;
        const found = next.exec(middle);
        if (found !== null) at = found.index + found[0].length;
        return found !== null;
      });
    };
  } catch {
    // A range that runs backwards fits nothing.
    return () => false;
  }
}

const ANYTHING = {length: 0, isWhole: /^$/u, next: /(?:)/gu};

/** The parts between the stars, each as expressions of one character each. */
function partsOf(pattern: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const [found, not, set] of pattern.matchAll(/\*+|\?|\[(!?)((?:\][^\]]*|[^\]]+))\]|./gsu)) {
    if (found.startsWith('*')) parts.push([]);
    else if (found === '?') parts.at(-1)?.push('.');
    else if (set === undefined) parts.at(-1)?.push(found.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
    else parts.at(-1)?.push(`[${not === '!' ? '^' : ''}${set.replace(/[\\^[\]]/g, '\\$&')}]`);
  }
  return parts;
}
