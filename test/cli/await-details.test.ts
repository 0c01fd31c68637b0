import {expect, test} from '@jest/globals';
import {awaitDetails} from '../../src/cli/await-details.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {nodeSample, sampleCame} from '../support/node-sample.js';
import {INFO} from '../support/sample-node-info.js';

const STEP = 50;

/** How a command sees these facts come, and after how many ms it goes on. */
async function awaited(base: State, facts: readonly Fact[]): Promise<{readonly state: State; readonly ms: number}> {
  let ms = 0;
  const state = () =>
    reduce(
      base,
      facts.filter(fact => fact.at.monotonic <= at(0).monotonic + ms),
    );
  const until = async (isSo: (state: State) => boolean, timeout: number) => {
    const end = ms + timeout;
    while (!isSo(state())) {
      if (ms >= end) return false;
      ms += STEP;
    }
    return true;
  };
  await awaitDetails({until}, {isQuick: false}, new AbortController().signal);
  return {state: state(), ms};
}

const STOCK = clusterState({a: {}});
const OURS = reduce(STOCK, [{type: 'node-info-read', at: at(1), node: 'a', info: {...INFO, samplesEvery: 1}}]);

test('the second sample of a node is awaited that comes as late as it may: without it no CPU would be known', async () => {
  const samples = [1, 2].map(time => sampleCame('a', time + 0.8, nodeSample({time})));
  const {state, ms} = await awaited(OURS, samples);
  expect(ms).toBe(2_800);
  expect(state.nodes.get('a')?.sampled?.before).not.toBeNull();
});

test('a node that sends none is waited for no longer than three seconds', async () => {
  expect((await awaited(OURS, [])).ms).toBe(3_000);
});

test('of a stock circusd without statistics nothing is waited for', async () => {
  expect((await awaited(STOCK, [])).ms).toBe(0);
});
