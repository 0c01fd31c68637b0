import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {FollowPort} from '../../src/model/stream.js';
import {createKeepStream} from '../../src/wire/stream-facts.js';
import {at} from '../support/cluster-state.js';
import {counting} from '../support/counting-stream.js';
import {eventually} from '../support/eventually.js';

const NODE = '10.0.0.1';
const STREAM = counting(1);

test('a part of the store is filled once for all who keep it, and forgotten when the last of them leaves', async () => {
  const facts: Fact[] = [];
  let followed = 0;
  let ended = 0;
  const follow = async function* (_node: string, _stream: unknown, signal: AbortSignal) {
    followed++;
    yield {type: 'items', items: [1]};
    await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
    ended++;
    yield {type: 'items', items: [2]};
  } as unknown as FollowPort;
  const keep = createKeepStream({follow, clock: () => at(1), emit: given => facts.push(...given)});
  const [one, other] = [new AbortController(), new AbortController()];
  const kept = [keep(NODE, STREAM, one.signal), keep(NODE, STREAM, other.signal)];
  const heard = {
    type: 'stream-heard',
    at: at(1),
    node: NODE,
    stream: STREAM.name,
    word: {type: 'items', items: [1]},
  };
  await eventually(() => expect(facts).toEqual([heard]));
  one.abort();
  await kept[0];
  expect(facts).toEqual([heard]);
  other.abort();
  await kept[1];
  await eventually(() => expect(ended).toBe(1));
  expect(followed).toBe(1);
  expect(facts).toEqual([heard, {type: 'stream-forgotten', at: at(1), node: NODE, stream: STREAM.name}]);
});
