/** What replaces them: no text that came from the network has these. */
const OWN_ADDRESS = '\u0001';
const OWN_NUMBER = '\u0002';

/** What is not next to a whole word. */
const LETTER = '[\\p{L}\\p{N}_]';
/** As it stands in an IPv6 address. */
const HEXTET = '[0-9A-Fa-f]{0,4}';

/**
 * Masks a node's own address and its number in the cluster in a text, where they are whole words: not 10.0.0.1 in 10.0.0.11, and
 * not 1 in 7481, in 1.5 or in another's address. Null: it has none.
 */
export function maskOwn(address: string | null, identifier: number | null): (text: string) => string {
  const number = identifier === null ? null : String(identifier);
  const patterns = [
    ...(address === null ? [] : [addressPattern(address)]),
    ...(number === null ? [] : [numberPattern(number)]),
  ];
  const own = new RegExp(patterns.join('|'), 'gu');
  // Most lines have neither, which is quick to see.
  const hasAny = (text: string) =>
    (address !== null && text.includes(address)) || (number !== null && text.includes(number));
  return text => (hasAny(text) ? text.replace(own, word => (word === number ? OWN_NUMBER : OWN_ADDRESS)) : text);
}

/** A port may follow, but nothing that makes it another address. */
function addressPattern(address: string): string {
  const joint = address.includes(':') ? '[.:]' : '\\.';
  const escaped = address.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `(?<!${LETTER}|${LETTER}${joint})${escaped}(?!${LETTER}|${joint}${LETTER})`;
}

function numberPattern(number: string): string {
  return `(?<!${LETTER}|\\d\\.|:${HEXTET}:)${number}(?!${LETTER}|\\.\\d|:${HEXTET}:)`;
}
