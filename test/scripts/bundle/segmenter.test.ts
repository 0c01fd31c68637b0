import {describe, expect, test} from '@jest/globals';
import {tableWidth} from '../../../src/text/width-table.js';
import {mixedTexts} from '../../support/mixed-text.js';
import {PACKAGE_ROOT} from '../../support/package-root.js';

const {segmenter}: {segmenter: Intl.Segmenter} = await import(`${PACKAGE_ROOT}scripts/bundle/segmenter.mjs`);
const real = new Intl.Segmenter();
const TEXTS = mixedTexts(2_000, 11);

describe('the replacement of a segmenter of graphemes', () => {
  test('splits texts as the real one does', () => {
    for (const text of TEXTS) expect([...segmenter.segment(text)]).toEqual([...real.segment(text)]);
    expect(TEXTS.filter(text => tableWidth(text) !== null).length).toBeGreaterThan(500);
  });

  test('finds the grapheme at an index as the real one does, whatever the index is', () => {
    for (const text of TEXTS) {
      const [ours, theirs] = [segmenter.segment(text), real.segment(text)];
      for (const at of [...Array(text.length + 2).keys(), -1, 0.7, Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
        expect(ours.containing(at)).toEqual(theirs.containing(at));
      }
    }
  });

  test('can be iterated more than once', () => {
    const segments = segmenter.segment('abc');
    expect([...segments]).toEqual([...segments]);
  });

  test('accepts every kind of text that the real one accepts', () => {
    for (const given of [12, null, undefined, {}, ['a']]) {
      const text = given as unknown as string;
      expect([...segmenter.segment(text)]).toEqual([...real.segment(text)]);
    }
  });

  test('has all that the real one has', () => {
    const names = (value: object) =>
      Reflect.ownKeys(Object.getPrototypeOf(value)).filter(name => name !== 'constructor');
    for (const name of names(real)) expect([name, name in segmenter]).toEqual([name, true]);
    for (const name of names(real.segment('a'))) expect([name, name in segmenter.segment('a')]).toEqual([name, true]);
    expect(segmenter.resolvedOptions()).toEqual(real.resolvedOptions());
    expect(String(segmenter)).toBe(String(real));
    expect(segmenter instanceof Intl.Segmenter).toBe(true);
  });
});
