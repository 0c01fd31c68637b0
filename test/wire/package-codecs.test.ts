import {describe, expect, test} from '@jest/globals';
import {PACKAGE_CODECS} from '../../src/wire/package-codecs.js';
import {createWatcherNames} from '../../src/wire/watcher-names.js';

const names = createWatcherNames();

test('of a node whose commands are of another age only that is read', () => {
  const answer = {package: '7.0.0', api: 2, services: [{of: 'another shape'}]};
  expect(PACKAGE_CODECS.nodeInfo.decode(answer, names)).toMatchObject({package: '7.0.0', api: 2, services: []});
  // Which machine it is can be read of any age, if it is one.
  const machine = (value: unknown) => PACKAGE_CODECS.nodeInfo.decode({...answer, machine: value}, names).machine;
  expect(['0123456789abcdef', 'a machine', '', 7, null].map(machine)).toEqual([
    '0123456789abcdef',
    null,
    null,
    null,
    null,
  ]);
});

test('of one of our own age everything must be there', () => {
  expect(() => PACKAGE_CODECS.nodeInfo.decode({package: '0.1.0', api: 1}, names)).toThrow('memory is not an object');
});

describe('the difference of a file', () => {
  const diffOf = (diff: string) => {
    const answer = {files: [{file: 'a', state: 'changed', diff}], identifier: 1, applied: false, takesEffect: 'now'};
    return PACKAGE_CODECS.configure.decode(answer, names).files[0]?.diff ?? '';
  };

  test('has its lines whole, however long', () => {
    const hosts = `+hosts=${'10.0.0.1:5001,'.repeat(64)}`;
    expect(diffOf(`${hosts}a\n${hosts}b\n`)).toBe(`${hosts}a\n${hosts}b\n`);
  });

  test('has no control characters but its line breaks', () => {
    expect(diffOf('+a\u001b[2J\r\n+b')).toBe('+a\\x1b[2J\\x0d\n+b');
  });

  test('has an end, and says so where a node sends one without', () => {
    const diff = diffOf('+long\n'.repeat(100_000));
    expect(diff.length).toBeLessThan(71_000);
    expect(diff).toMatch(/\n\.\.\.$/);
  });
});
