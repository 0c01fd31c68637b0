import {expect, test} from '@jest/globals';
import stringWidth from 'string-width';
import {tableWidth} from '../../../src/text/width-table.js';
import {mixedTexts} from '../../support/mixed-text.js';
import {PACKAGE_ROOT} from '../../support/package-root.js';

const {width}: {width: typeof stringWidth} = await import(`${PACKAGE_ROOT}scripts/bundle/string-width.mjs`);

test('the replacement of string-width gives the same widths as the real one, with each of its options', () => {
  const texts = mixedTexts(2_000, 7);
  for (const text of texts) {
    expect(width(text)).toBe(stringWidth(text));
    expect(width(text, {countAnsiEscapeCodes: true})).toBe(stringWidth(text, {countAnsiEscapeCodes: true}));
    expect(width(text, {ambiguousIsNarrow: false})).toBe(stringWidth(text, {ambiguousIsNarrow: false}));
  }
  expect(texts.filter(text => tableWidth(text) !== null).length).toBeGreaterThan(500);
});
