import {expect, test} from '@jest/globals';
import {globMatcher, isGlob} from '../../src/model/glob.js';
import {seededRandom} from '../terminal/random-frames.js';

test.each([
  ['neo*', ['neo4j', 'NEO', 'neo'], ['xneo', 'ne']],
  ['t?tan', ['titan', 'Totan', 't😀tan'], ['ttan', 'titans']],
  ['[ab]*', ['api', 'b'], ['c', 'cab']],
  ['[!ab]x', ['cx', '^x'], ['ax', 'x']],
  ['[a-c]1', ['b1'], ['d1', '-1']],
  ['[]x]', [']', 'x'], ['[']],
  ['web.*', ['web.api'], ['web-api', 'web']],
  ['a(b)+*', ['a(b)+c'], ['ab', 'abb']],
  ['[z-a]*', [], ['z', 'a', '[z-a]']],
  ['a[b', ['a[b'], ['ab']],
  ['*', ['', 'a\nb'], []],
])('%s fits %j, and not %j', (pattern, fitting, others) => {
  const fits = globMatcher(pattern);
  expect(fitting.filter(text => !fits(text))).toEqual([]);
  expect(others.filter(fits)).toEqual([]);
});

test('a name with a bracket alone is no pattern', () => {
  expect(['neo*', 'n?', 'a[bc]', 'a[b', 'neo4j', 'x]'].filter(isGlob)).toEqual(['neo*', 'n?', 'a[bc]']);
});

test('whatever stands between stars is found as an expression that tries everything would find it', () => {
  const random = seededRandom(6);
  const below = (limit: number) => Math.floor(random() * limit);
  const texts = (parts: readonly string[], most: number) =>
    Array.from({length: 60}, () => Array.from({length: below(most)}, () => parts[below(parts.length)]).join(''));
  const names = texts(['a', 'b', 'A', '.', '😀'], 7);
  let fitting = 0;
  for (const pattern of texts(['a', 'b', '*', '*', '?', '[ab]', '[!a]', '.'], 7)) {
    const fits = globMatcher(pattern);
    const slow = new RegExp(
      `^${pattern.replaceAll('[!', '[^').replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*')}$`,
      'isu',
    );
    for (const name of names) {
      expect([pattern, name, fits(name)]).toEqual([pattern, name, slow.test(name)]);
      if (fits(name)) fitting++;
    }
  }
  expect(fitting).toBeGreaterThan(100);
});

test('many stars take no time: somebody may paste them', () => {
  const name = 'a'.repeat(200);
  expect(globMatcher(`${'*a'.repeat(100)}*b`)(name)).toBe(false);
  expect(globMatcher(`${'*'.repeat(4_000)}b`)(name)).toBe(false);
  expect(globMatcher(`${'*a'.repeat(200)}*`)(name)).toBe(true);
});
