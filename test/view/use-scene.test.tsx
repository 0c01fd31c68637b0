import {afterEach, expect, jest, test} from '@jest/globals';
import {Text} from 'ink';
import {cleanup} from 'ink-testing-library';
import {createStore} from '../../src/store/store.js';
import type {Scene} from '../../src/view/scene.js';
import {useScene} from '../../src/view/use-scene.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {eventually} from '../support/eventually.js';
import {renderAt} from '../support/render-at-size.js';

afterEach(() => {
  jest.useRealTimers();
  cleanup();
});

test('that the time goes on draws nothing while the picture is the same, and draws once it is another', async () => {
  const store = createStore(clusterState({'10.0.0.1': {neo4j: 'running'}}));
  const clock = () => at(10);
  const {controller} = openController({store, clock, rows: 16});
  const drawn = new Set<Scene>();
  let compared = 0;
  let isSamePicture = true;
  const isSame = () => {
    compared += 1;
    return isSamePicture;
  };
  function Drawn() {
    drawn.add(useScene(store, controller, clock, isSame));
    return <Text>drawn</Text>;
  }
  renderAt(<Drawn />, 80, 16);
  await eventually(() => expect(compared).toBeGreaterThanOrEqual(2));
  expect(drawn.size).toBe(1);
  isSamePicture = false;
  await eventually(() => expect(drawn.size).toBeGreaterThan(1));
});

test('a picture that stands still is made ever less often, for a later moment, and is drawn in time where that will be another', async () => {
  jest.useFakeTimers({doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance']});
  const store = createStore(clusterState({'10.0.0.1': {neo4j: 'running'}}));
  const clock = () => at(Date.now() / 1_000 - startedAt);
  const startedAt = Date.now() / 1_000;
  const {controller} = openController({store, clock, rows: 16});
  const compared: (readonly [number, number])[] = [];
  const drawn: number[] = [];
  const secondsOf = (scene: Scene) => Math.round(scene.clock.monotonic / 1_000);
  const isLater = (seconds: number) => seconds >= 40;
  const isSame = (one: Scene, other: Scene) => {
    compared.push([Math.round(clock().monotonic / 1_000), secondsOf(other)]);
    return isLater(secondsOf(one)) === isLater(secondsOf(other));
  };
  function Drawn() {
    drawn.push(secondsOf(useScene(store, controller, clock, isSame)));
    return <Text>drawn</Text>;
  }
  renderAt(<Drawn />, 80, 16);
  await eventually(() => expect(jest.getTimerCount()).toBeGreaterThanOrEqual(2));
  jest.advanceTimersByTime(45_000);
  await eventually(() => expect(drawn.at(-1)).toBe(40));
  expect(compared.slice(0, 6)).toEqual([
    [1, 1],
    [2, 4],
    [4, 8],
    [8, 16],
    [16, 24],
    [24, 32],
  ]);
  expect(compared.length).toBeLessThan(25);
});

test('where a frame takes long, facts wait three times as long for the next one, and a key is drawn at once', async () => {
  jest.useFakeTimers({doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance']});
  const node = '10.0.0.1';
  const store = createStore(clusterState({[node]: {neo4j: 'running'}}));
  let cost = 0;
  const clock = () => at(10 + cost / 1_000);
  const {controller} = openController({store, clock, rows: 16});
  let drawn = 0;
  function Drawn() {
    useScene(store, controller, clock, () => true);
    drawn++;
    cost += 20;
    return <Text>{drawn}</Text>;
  }
  const {lastFrame} = renderAt(<Drawn />, 80, 16);
  const untilDrawn = (count: number) => eventually(() => expect(lastFrame()).toContain(String(count)));
  await untilDrawn(1);
  store.dispatch([{type: 'ping-overdue', at: at(10), node}]);
  jest.advanceTimersByTime(16);
  await untilDrawn(2);
  store.dispatch([{type: 'node-lost', at: at(10), node, reason: 'connection lost'}]);
  jest.advanceTimersByTime(59);
  // React has its turns, and has nothing to draw in them.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(drawn).toBe(2);
  jest.advanceTimersByTime(1);
  await untilDrawn(3);
  store.dispatch([{type: 'ping-answered', at: at(10), node, rtt: 1}]);
  controller.press('j');
  await untilDrawn(4);
});
