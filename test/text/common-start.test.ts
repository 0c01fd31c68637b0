import {expect, test} from '@jest/globals';
import {commonStart} from '../../src/text/common-start.js';

test('what texts begin with alike has no half of a character', () => {
  expect(commonStart(['neo4j', 'neon'])).toBe('neo');
  expect(commonStart(['a😀', 'a😁'])).toBe('a');
  expect(commonStart(['same'])).toBe('same');
  expect(commonStart([])).toBe('');
});
