import {expect, test} from '@jest/globals';
import {createAddresses} from '../../src/wire/addresses.js';
import type {LookedUp} from '../../src/wire/look-up.js';

const NEVER = new AbortController().signal;
const NOT_FOUND = {problem: 'host not found', isOfName: true};

/** A name whose look-ups come to these results in turn; the last one stays. Null: it does not answer. */
function named(...results: readonly (readonly string[] | LookedUp | null)[]) {
  let turn = 0;
  return createAddresses('node.lab', () => {
    const result = results[Math.min(turn++, results.length - 1)] ?? null;
    if (result === null) return new Promise(() => {});
    return Promise.resolve('kind' in result ? result : {kind: 'found', addresses: result});
  });
}

test('an address is itself, and is not looked up', async () => {
  expect(await createAddresses('fd00::1').find(NEVER)).toEqual(['fd00::1']);
});

test('a name that moves is followed at the next try', async () => {
  const addresses = named(['10.0.0.1'], ['10.0.0.2']);
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.1']);
  addresses.answered('10.0.0.1');
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.2']);
});

test('those tried in vain come last, until all were', async () => {
  const addresses = named(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  addresses.chose('10.0.0.1');
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.1']);
  addresses.chose('10.0.0.2');
  addresses.chose('10.0.0.3');
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
});

test('the one that answered stays the first, in whatever order they are found later', async () => {
  const addresses = named(['10.0.0.1', '10.0.0.2', '10.0.0.3'], ['10.0.0.3', '10.0.0.1', '10.0.0.2']);
  await addresses.find(NEVER);
  addresses.answered('10.0.0.2');
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.1']);
});

test('a name that is gone has no address, whatever it had', async () => {
  const addresses = named(['10.0.0.1'], {kind: 'none'});
  await addresses.find(NEVER);
  expect(await addresses.find(NEVER)).toEqual(NOT_FOUND);
});

test('while name servers say nothing, the addresses count that were found before', async () => {
  const unanswered: LookedUp = {kind: 'unanswered'};
  const addresses = named(['10.0.0.1'], unanswered, null);
  await addresses.find(NEVER);
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.1']);
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.1']);
  expect(await named(unanswered).find(NEVER)).toEqual({problem: 'no name server answers', isOfName: true});
});

test('a look-up that no try waits for any more goes on, and counts for a later one', async () => {
  const late = Promise.withResolvers<LookedUp>();
  const results = [Promise.resolve<LookedUp>({kind: 'found', addresses: ['10.0.0.1']}), late.promise];
  const addresses = createAddresses('node.lab', () => results.shift() ?? Promise.reject(new Error('looked up again')));
  await addresses.find(NEVER);
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.1']);
  late.resolve({kind: 'found', addresses: ['10.0.0.2']});
  expect(await addresses.find(NEVER)).toEqual(['10.0.0.2']);
});

test('who gives up waits no longer', async () => {
  const giving = new AbortController();
  const finding = named(null).find(giving.signal);
  giving.abort();
  expect(await finding).toEqual({problem: 'not connected any more'});
});
