import {expect, test} from '@jest/globals';
import {tableWidth} from '../../../src/text/width-table.js';
import {PACKAGE_ROOT} from '../../support/package-root.js';
import {seededRandom} from '../../terminal/random-frames.js';

type Sanitize = (text: string) => string;

const {default: sanitizeAnsi}: {default: Sanitize} = await import(
  `${PACKAGE_ROOT}node_modules/ink/build/sanitize-ansi.js`
);
const {knownTextsFirst}: {knownTextsFirst(itself: Sanitize): Sanitize} = await import(
  `${PACKAGE_ROOT}scripts/bundle/known-texts.mjs`
);

test('Ink would have left each skipped text as it is', () => {
  const ours = knownTextsFirst(sanitizeAnsi);
  const random = seededRandom(8);
  const parts = [
    'a',
    ' ',
    '●',
    '\u001B[31m',
    '\u001B[m',
    '\u001B[1;38;5;9m',
    '\u001B[4:3m',
    '\u001B[2K',
    '\u0007',
    'e\u0301',
  ];
  let untouched = 0;
  for (let count = 0; count < 5_000; count++) {
    const text = Array.from(
      {length: 1 + Math.floor(random() * 6)},
      () => parts[Math.floor(random() * parts.length)],
    ).join('');
    expect(ours(text)).toBe(sanitizeAnsi(text));
    if (tableWidth(text) !== null) untouched++;
  }
  expect(untouched).toBeGreaterThan(500);
});
