import {expect, test} from '@jest/globals';
import {globMatcher, isGlob} from '../../src/model/glob.js';

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
