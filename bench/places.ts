/** Where each text is on the screen. */
export type Places = ReadonlyMap<string, {readonly x: number; readonly y: number}>;

/** Throws a sentence when one of them is not on the screen. */
export function findPlaces(lines: readonly string[], texts: readonly string[]): Places {
  return new Map(
    texts.map(text => {
      const y = lines.findIndex(line => standsIn(line, text) >= 0);
      if (y < 0) throw new Error(`"${text}" is not on the screen:\n${lines.join('\n')}`);
      return [text, {x: standsIn(lines[y] ?? '', text), y}];
    }),
  );
}

export function areInPlace(lines: readonly string[], places: Places): boolean {
  return [...places].every(([text, {x, y}]) => standsIn(lines[y] ?? '', text) === x);
}

/** The line with the cursor's bar; -1: there is none. */
export function cursorLine(lines: readonly string[]): number {
  return lines.findIndex(line => /^.{0,4}[▌>]/u.test(line));
}

/** As a whole word: 127.0.0.1 is not in 127.0.0.10. */
function standsIn(line: string, text: string): number {
  const x = ` ${line} `.indexOf(` ${text} `);
  return x >= 0 ? x : ` ${line} `.indexOf(`✓${text} `);
}
