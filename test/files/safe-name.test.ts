import {expect, test} from '@jest/globals';
import {markedName, safeName} from '../../src/files/safe-name.js';

test.each([
  ['stdout', 'stdout'],
  ['192.168.0.1', '192.168.0.1'],
  ['[fd00::1]:5555', '%5Bfd00%3A%3A1%5D%3A5555'],
  ['a/b', 'a%2Fb'],
  ['..', '%2E%2E'],
  ['.', '%2E'],
  ['.hidden', '%2Ehidden'],
  ['ends.', 'ends%2E'],
  ['', '%'],
  ['a b\n\u001b[1m', 'a%20b%0A%1B%5B1m'],
  ['é', '%C3%A9'],
  ['\udcff', '%uDCFF'],
  ['100%', '100%25'],
  ['~x', '%7Ex'],
  ['con.log', '%63on.log'],
  ['back\\slash', 'back%5Cslash'],
])('%j is the file %s', (text, name) => {
  expect(safeName(text)).toBe(name);
});

test('a name that is too long is cut, and still another one than of what begins so', () => {
  const long = 'x'.repeat(400);
  const names = [safeName(long), safeName(`${long}y`), safeName('ä'.repeat(60)), safeName(`${'ä'.repeat(60)}b`)];
  for (const name of names) expect(name.length).toBeLessThanOrEqual(180);
  expect(new Set(names).size).toBe(4);
  expect(names[2]).toMatch(/^(%C3%A4)+(%C3)?~[0-9a-f]{8}$/);
});

test('one that is taken gets a mark that no safe name has', () => {
  expect(markedName('log', 'Log')).toMatch(/^log~[0-9a-f]{8}$/);
  expect(safeName(markedName('log', 'Log'))).not.toContain('~');
});
