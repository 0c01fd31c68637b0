import {seededRandom} from '../terminal/random-frames.js';

/** Parts of texts on a terminal: simple and wide characters, some that join others or have no width, colours, other controls. */
const PARTS = [
  'a',
  'Z9 ',
  '●',
  '…',
  '─',
  'é',
  'e\u0301',
  '图',
  'ｆ',
  '한',
  '\u1112\u1161\u11AB',
  '👍',
  '👍🏽',
  '👩‍👩‍👧',
  '🇩🇪',
  '🇩',
  '⚠',
  '⚠\uFE0F',
  '1\uFE0F\u20E3',
  'שלום',
  'नि',
  'ไทำ',
  '\u200D',
  '\u200B',
  '\u00AD',
  '\u{E0061}',
  '\uD83D',
  '\uDE00',
  '\t',
  '\r\n',
  '\n',
  '\u0007',
  '\u001B',
  '\u001B[31m',
  '\u001B[1;38;5;9m',
  '\u001B[0m',
  '\u001B[2K',
  '\u001B]8;;http://a\u0007',
] as const;

/** `count` texts, the same for the same seed; one in three has only characters that never join. */
export function mixedTexts(count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({length: count}, () => {
    const parts = below(3) === 0 ? PARTS.slice(0, 6) : PARTS;
    return Array.from({length: below(8)}, () => parts[below(parts.length)]).join('');
  });
}
