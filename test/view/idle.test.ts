import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {allLines, drawnFrame} from '../support/drawn-frame.js';
import {nodeSample, sampleCame, sampledProcess, watcherSample} from '../support/node-sample.js';

const NODES = ['one', 'two', 'three', 'four'];
const WATCHERS = ['neo4j', 'titan'];
const M = 2 ** 20;
/** Seconds after which a node's figures have settled. */
const SETTLED = 40;

/** What comes of a node in a second in which each of its services uses 0.3 % of a core: of its CPU the whole ticks. */
function secondOf(node: string, place: number, second: number): readonly Fact[] {
  const watchers = WATCHERS.map((name, index) => {
    const ticks = Math.floor(second * 0.3 + (place * 2 + index) / 8);
    // What a runtime allocates and gives back moves the last digit.
    const process = sampledProcess({pid: 7 + index, resident: (14.4 + 0.2 * (second % 2)) * M, user: ticks / 100});
    return [name, watcherSample([process], {user: ticks / 100})] as const;
  });
  const sample = sampleCame(node, second, nodeSample({time: second, watchers: new Map(watchers)}));
  const rtt = [1.4, 1.7, 3.8, 1.3][(second + place) % 4] ?? 0;
  return [{type: 'ping-answered', at: at(second), node, rtt, nodeTime: 100 + second}, sample];
}

test('a cluster of nodes whose services do next to nothing looks the same second after second', () => {
  const running = Object.fromEntries(WATCHERS.map(name => [name, 'running' as const]));
  const store = createStore(clusterState(Object.fromEntries(NODES.map(node => [node, running]))));
  const pictures = new Set<string>();
  for (let second = 1; second < SETTLED + 60; second++) {
    store.dispatch(NODES.flatMap((node, place) => secondOf(node, place, second)));
    if (second < SETTLED) continue;
    const frame = drawnFrame({state: store.state(), now: at(second), history: store.history, width: 100});
    pictures.add(allLines(frame).slice(1).join('\n'));
  }
  const [picture = ''] = pictures;
  expect(picture).toMatch(/one +online +1ms +0.6 +29M +● running +0% +15M/);
  expect([...pictures]).toEqual([picture]);
});
