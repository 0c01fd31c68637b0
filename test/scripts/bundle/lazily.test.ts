import {createHash} from 'node:crypto';
import {expect, test} from '@jest/globals';
import {mixedTexts} from '../../support/mixed-text.js';
import {PACKAGE_ROOT} from '../../support/package-root.js';

const {lazily}: {lazily<Made extends object>(make: () => Made, own?: Partial<Made>): Made} = await import(
  `${PACKAGE_ROOT}scripts/bundle/lazily.mjs`
);

test('nothing is made before it is used, and then once', () => {
  let made = 0;
  const expression = lazily(() => {
    made++;
    return /b/;
  });
  expect(made).toBe(0);
  expect([expression.test('abc'), expression.test('ac')]).toEqual([true, false]);
  expect(made).toBe(1);
});

test('a regular expression can be used in every way that the real one can', () => {
  const flags = 'gv';
  const uses: readonly ((expression: RegExp, text: string) => unknown)[] = [
    (expression, text) => expression.test(text),
    (expression, text) => expression.exec(text),
    (expression, text) => text.replace(expression, '<$&>'),
    (expression, text) => text.match(expression),
    (expression, text) => [...text.matchAll(expression)],
    (expression, text) => text.split(expression),
    (expression, text) => text.search(expression),
    expression => [expression.source, expression.flags, expression.lastIndex, String(expression)],
    expression => {
      expression.lastIndex = 1;
      return expression.lastIndex;
    },
    expression => expression instanceof RegExp,
  ];
  for (const use of uses) {
    const real = new RegExp('\\p{RGI_Emoji}', flags);
    const ours = lazily(() => new RegExp('\\p{RGI_Emoji}', flags));
    for (const text of mixedTexts(100, 3)) expect(use(ours, text)).toEqual(use(real, text));
  }
});

test('a property that was given is answered without making the real object', () => {
  const crypto = lazily<{createHash: typeof createHash; getHashes?: (() => string[]) | undefined}>(
    () => ({createHash, getHashes: () => ['md5']}),
    {getHashes: undefined},
  );
  expect(crypto.getHashes).toBeUndefined();
  expect(crypto.createHash('sha1').update('a').digest('hex')).toBe(createHash('sha1').update('a').digest('hex'));
});
