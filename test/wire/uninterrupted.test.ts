import {expect, test} from '@jest/globals';
import {uninterrupted} from '../../src/wire/uninterrupted.js';

const failing = (code: string) => Object.assign(new Error(code), {code});

test('what a signal interrupts is done again; any other failure is one', () => {
  let calls = 0;
  const act = () => {
    calls++;
    if (calls < 3) throw failing('EINTR');
    return 'done';
  };
  expect(uninterrupted(act)).toBe('done');
  expect(calls).toBe(3);
  expect(() =>
    uninterrupted(() => {
      throw failing('EMFILE');
    }),
  ).toThrow('EMFILE');
});
