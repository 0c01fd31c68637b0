import {expect, test} from '@jest/globals';
import {firstListening} from '../../src/wire/first-listening.js';

const NEVER = new AbortController().signal;

/** What a knock at each address comes to; absent: nothing answers. */
function knockAt(results: Readonly<Record<string, string | null>>, knocked: string[] = []) {
  return (address: string): Promise<string | null> => {
    knocked.push(address);
    const result = results[address];
    return result === undefined ? new Promise(() => {}) : Promise.resolve(result);
  };
}

test('the first that is listened at is taken, and those after it are left alone', async () => {
  const knocked: string[] = [];
  const results = {a: 'connection refused', b: null, c: null};
  expect(await firstListening(['a', 'b', 'c'], knockAt(results, knocked), NEVER)).toEqual({address: 'b'});
  expect(knocked).toEqual(['a', 'b']);
});

test('one that keeps silent does not hold up the next', async () => {
  expect(await firstListening(['silent', 'b'], knockAt({b: null}), NEVER)).toEqual({address: 'b'});
});

test('where nobody listens, it is said why not at the first', async () => {
  const results = {a: 'no route to the host', b: 'connection refused'};
  expect(await firstListening(['a', 'b'], knockAt(results), NEVER)).toEqual({problem: 'no route to the host'});
});

test('it ends as soon as it is given up', async () => {
  const giving = new AbortController();
  const looking = firstListening(['silent', 'b'], knockAt({}), giving.signal);
  giving.abort();
  expect(await looking).toEqual({problem: 'not connected any more'});
});
