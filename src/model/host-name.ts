/** Names such as node01.lab to node08.lab: what stands before and after the number, and how many digits it has at least. */
export interface NumberedNames {
  readonly before: string;
  readonly after: string;
  readonly first: number;
  readonly last: number;
  readonly digits: number;
}

const LONGEST_NAME = 253;
/** Letters, digits, `-` inside; `_` is no host name by the letter, but container networks have it. */
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** @returns why it is no host name, as what comes after "… is no host name: "; null when it is one. */
export function hostNameProblem(name: string): string | null {
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.some(label => label === '')) return 'there is nothing beside one of its dots';
  if (!labels.every(label => LABEL.test(label))) {
    return 'between its dots it may have up to 63 letters, digits and "-", the "-" not at an end';
  }
  if (labels.length === 4 && labels.slice(0, 3).every(label => /^\d{1,3}$/.test(label)) && !/^\d+$/.test(last)) {
    return 'it begins as an address does, and ends as none';
  }
  // The system's resolver takes such a name for an IPv4 address, and not for the one that was meant.
  if (/^(\d+|0x[\da-f]*)$/i.test(last)) return 'it ends in a number, as only an address does';
  return name.length > LONGEST_NAME ? `it is longer than ${LONGEST_NAME} characters` : null;
}

/** @returns so many names, in lower case as they are compared; made one by one. */
export function* numberedNames({before, after, first, last, digits}: NumberedNames): Generator<string> {
  for (let number = first; number <= last; number += 1) {
    yield `${before}${String(number).padStart(digits, '0')}${after}`.toLowerCase();
  }
}

/**
 * The names in a row as one: "node[01-08].lab". Each must be the one before it with a single number one higher, the same
 * number in all. @returns how many of the names from `from` on it takes, at least 1, and what to write for them
 */
export function foldNames(names: readonly string[], from: number): {readonly count: number; readonly text: string} {
  const name = names[from] ?? '';
  for (const match of name.matchAll(/\d{1,9}/g)) {
    const [digits] = match;
    const before = name.slice(0, match.index);
    const after = name.slice(match.index + digits.length);
    const first = Number(digits);
    let count = 1;
    while (names[from + count] === `${before}${String(first + count).padStart(digits.length, '0')}${after}`) count += 1;
    if (count > 1) {
      const last = String(first + count - 1).padStart(digits.length, '0');
      return {count, text: `${before}[${digits}-${last}]${after}`};
    }
  }
  return {count: 1, text: name};
}

/** Whether a host's name is a word that may as well be none: without a dot, a digit or a colon. */
export function isBareWord(host: string): boolean {
  return !/[.:\d]/.test(host) && host !== 'localhost';
}
