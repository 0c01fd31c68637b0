import {describe, expect, test} from '@jest/globals';
import type {NodeSample} from '../../src/model/sample.js';
import {summaryOf} from '../../src/model/summary.js';
import {createStore, type Store} from '../../src/store/store.js';
import {clusterState} from '../support/cluster-state.js';
import {nodeSample, sampleCame, watcherSample} from '../support/node-sample.js';
import {seededRandom} from '../terminal/random-frames.js';

const NODE = '10.0.0.1';
const SEEDS = Array.from({length: 40}, (_, index) => index + 1);
/** When the first sample comes, and for how long they do. Less than ten minutes: all seconds are kept. */
const BEGIN = 100;
const SECONDS = 400;
/** The clocks of node and controller have nothing to do with each other. */
const NODE_TIME = 31_234.567;

interface Message {
  readonly sample: NodeSample;
  /** Our seconds. */
  readonly at: number;
}

/** A sampler that reads once a second, but for up to `unsteady` seconds; watchers use CPU and disk by fits and starts. */
function sampled(random: () => number, unsteady: number): readonly NodeSample[] {
  let [cpu, written] = [0, 0];
  return Array.from({length: SECONDS + 1}, (_, index) => {
    const isEnd = index === 0 || index === SECONDS;
    const time = NODE_TIME + index + (isEnd ? 0 : (random() - 0.5) * 2 * unsteady);
    if (random() < 0.7) cpu += random() * 4;
    if (random() < 0.3) written += Math.floor(random() * 1e9);
    return nodeSample({time, watchers: new Map([['db', watcherSample([], {user: cpu, written})]])});
  });
}

/** They come in their order, some of them once more, at once or later; now and then all wait somewhere, for up to `longest` seconds. */
function sent(samples: readonly NodeSample[], random: () => number, longest: number): readonly Message[] {
  let [until, wasInTime] = [0, false];
  return samples.flatMap((sample, index) => {
    const at = BEGIN + sample.time - NODE_TIME + random() * 0.4;
    if (wasInTime && random() < 0.2) until = at + random() * longest;
    wasInTime = at >= until;
    const again = random() < 0.3 ? [samples[index - Math.floor(random() * 4)] ?? sample] : [];
    return [sample, ...again].map(each => ({sample: each, at: Math.max(at, until)}));
  });
}

/** What has come is looked at now and then, together. */
function watched(messages: readonly Message[], random: () => number): Store {
  const store = createStore(clusterState({[NODE]: {db: 'running'}}));
  let waiting: Message[] = [];
  for (const message of messages) {
    waiting.push(message);
    if (random() < 0.3) continue;
    store.dispatch(waiting.map(({sample, at}) => sampleCame(NODE, at, sample)));
    waiting = [];
  }
  store.dispatch(waiting.map(({sample, at}) => sampleCame(NODE, at, sample)));
  return store;
}

const windowOf = (store: Store, figure: 'cpu' | 'memory' | 'written') =>
  store.history.window({node: NODE, watcher: 'db'}, figure, {from: BEGIN, to: BEGIN + SECONDS, step: 1});

const usedOf = (sample: NodeSample | undefined) => {
  const {user, written} = sample?.watchers.get('db')?.total ?? {user: 0, written: 0};
  return {cpu: user, written: written ?? 0};
};

/** Without more than half of them, fewer than `most` in a row. */
function withLosses(samples: readonly NodeSample[], random: () => number, most: number): readonly NodeSample[] {
  let lost = 0;
  return samples.filter((_, index) => {
    const isEnd = index === 0 || index === SECONDS;
    lost = !isEnd && lost < most - 1 && random() < 0.6 ? lost + 1 : 0;
    return lost === 0;
  });
}

describe.each(SEEDS)('samples that come late, twice and not at all (seed %i)', seed => {
  test('leave no second out, and no second has what is of another: their total is what the counters grew by', () => {
    const random = seededRandom(seed);
    const samples = withLosses(sampled(random, 0.2), random, 5);
    const store = watched(sent(samples, random, 15), random);
    for (const figure of ['cpu', 'written'] as const) {
      const grew = usedOf(samples.at(-1))[figure] - usedOf(samples[0])[figure];
      const summary = summaryOf(windowOf(store, figure), figure);
      expect(summary).toMatchObject({known: SECONDS});
      expect(Math.abs((summary?.total ?? 0) / grew - 1)).toBeLessThan(2 ** -11);
    }
  });

  test('with long gaps in between have a total that is what the counters grew by in the seconds that are known', () => {
    const random = seededRandom(1_000 + seed);
    const samples = withLosses(sampled(random, 0), random, 9);
    const store = watched(sent(samples, random, 15), random);
    const pairs = samples.slice(1).map((after, index) => [samples[index], after] as const);
    const near = pairs.filter(([before, after]) => after.time - (before?.time ?? 0) < 5.5);
    const summary = summaryOf(windowOf(store, 'cpu'), 'cpu');
    const seconds = near.reduce((sum, [before, after]) => sum + after.time - (before?.time ?? 0), 0);
    const grew = near.reduce((sum, [before, after]) => sum + usedOf(after).cpu - usedOf(before).cpu, 0);
    expect(near.length).toBeLessThan(pairs.length);
    expect(summary?.known).toBeCloseTo(seconds, 3);
    expect(Math.abs((summary?.total ?? 0) / grew - 1)).toBeLessThan(2 ** -11);
    // What holds at one moment is known of the second after a gap, too.
    expect(summaryOf(windowOf(store, 'memory'), 'memory')?.known).toBeCloseTo(seconds + pairs.length - near.length, 3);
  });
});
