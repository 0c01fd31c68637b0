import {describe, expect, test} from '@jest/globals';
import type {NodeFigure, WatcherFigure} from '../../src/model/figure.js';
import type {Range} from '../../src/model/figure-window.js';
import {createHistory, type History, type Series} from '../../src/store/history.js';

const WATCHER: Series = {node: '10.0.0.1', watcher: 'neo4j'};
const NODE: Series = {node: '10.0.0.1', watcher: null};
const cpu = (value: number) => [value, 1, Number.NaN, Number.NaN];

const means = (history: History, range: Range, series = WATCHER, figure: WatcherFigure | NodeFigure = 'cpu') =>
  [...history.window(series, figure, range).means].map(mean => Number(mean.toFixed(3)));

function filled(seconds: number, value: (second: number) => number, series = WATCHER): History {
  const history = createHistory();
  for (let second = 0; second < seconds; second++) history.hold(series, second, second + 1, cpu(value(second)));
  return history;
}

describe('a window of the history', () => {
  test('has spans at whole multiples of the step, from the one that holds its beginning up to the one that holds its end', () => {
    const history = filled(20, second => second);
    expect(history.window(WATCHER, 'cpu', {from: 7, to: 17, step: 5})).toMatchObject({from: 5, step: 5});
    expect(means(history, {from: 5, to: 15, step: 5})).toEqual([7, 12]);
    expect(means(history, {from: 9.9, to: 19.9, step: 5})).toEqual([7, 12]);
  });

  test('says of each span how many of its seconds are known, and the highest of them', () => {
    const history = createHistory();
    history.hold(WATCHER, 0, 2, cpu(10));
    history.hold(WATCHER, 4, 5, cpu(40));
    const window = history.window(WATCHER, 'cpu', {from: 0, to: 15, step: 5});
    expect([...window.known]).toEqual([3, 0, 0]);
    expect([...window.means]).toEqual([20, Number.NaN, Number.NaN]);
    expect([...window.maxima]).toEqual([40, Number.NaN, Number.NaN]);
  });

  test('has gaps where nothing holds, also after a series was silent for long', () => {
    const history = createHistory();
    history.hold(NODE, 0, 1, cpu(10));
    history.hold(NODE, 20, 21, cpu(30));
    expect(means(history, {from: 0, to: 30, step: 10}, NODE)).toEqual([10, Number.NaN, 30]);
    history.hold(NODE, 1_820, 1_821, cpu(50));
    expect(means(history, {from: 0, to: 1_830, step: 610}, NODE)).toEqual([20, Number.NaN, 50]);
    history.hold(NODE, 91_820, 91_821, cpu(70));
    expect(means(history, {from: 84_610, to: 91_830, step: 10}, NODE).filter(mean => !Number.isNaN(mean))).toEqual([
      70,
    ]);
  });

  test('knows a watcher for ten minutes, second by second', () => {
    const history = filled(610, second => second);
    expect(means(history, {from: 9, to: 12, step: 1})).toEqual([Number.NaN, 10, 11]);
  });

  test('knows a node for two hours: from mean and maximum of ten seconds where it is older than ten minutes', () => {
    const history = filled(9_005, second => (second % 10 === 0 ? 100 : 0), NODE);
    const window = history.window(NODE, 'cpu', {from: 0, to: 9_000, step: 10});
    const firstKnown = window.known.findIndex(known => known > 0);
    expect(firstKnown).toBe(180);
    expect(new Set(window.known.slice(firstKnown))).toEqual(new Set([10]));
    expect(new Set([...window.means.slice(firstKnown)].map(mean => mean.toFixed(2)))).toEqual(new Set(['10.00']));
    expect(new Set(window.maxima.slice(firstKnown))).toEqual(new Set([100]));
    expect(means(history, {from: 5_000, to: 5_002, step: 1}, NODE)).toEqual([10, 10]);
  });

  test('is empty for a series or a figure that there is not', () => {
    const history = filled(3, () => 1);
    expect(means(history, {from: 0, to: 2, step: 1}, NODE)).toEqual([Number.NaN, Number.NaN]);
    expect(means(history, {from: 0, to: 2, step: 1}, WATCHER, 'load')).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('what holds', () => {
  test('counts in a second by how long it held there', () => {
    const history = createHistory();
    history.hold(WATCHER, 0, 1.5, cpu(10));
    history.hold(WATCHER, 1.5, 3, cpu(20));
    expect(means(history, {from: 0, to: 3, step: 1})).toEqual([10, 15, 20]);
  });

  test('is not known of a second of which most is not', () => {
    const history = createHistory();
    history.hold(WATCHER, 0.75, 2.25, cpu(10));
    expect(means(history, {from: 0, to: 3, step: 1})).toEqual([Number.NaN, 10, Number.NaN]);
  });

  test('is not counted twice', () => {
    const history = createHistory();
    history.hold(WATCHER, 0, 2, cpu(10));
    history.hold(WATCHER, 1, 3, cpu(30));
    expect(means(history, {from: 0, to: 3, step: 1})).toEqual([10, 10, 30]);
  });
});

test('a series knows nothing of another, also where it took the room of one that is gone', () => {
  const history = createHistory();
  const named = (index: number): Series => ({node: 'a', watcher: `s${index}`});
  for (let index = 0; index < 200; index++) history.hold(named(index), 5, 7, cpu(index));
  expect(means(history, {from: 5, to: 6, step: 1}, named(150))).toEqual([150]);
  const bytes = history.bytes();
  history.forget(named(150));
  expect(means(history, {from: 5, to: 6, step: 1}, named(150))).toEqual([Number.NaN]);
  expect(history.size()).toBe(199);
  history.hold(named(300), 6, 7, cpu(7));
  expect(means(history, {from: 5, to: 7, step: 1}, named(300))).toEqual([Number.NaN, 7]);
  expect(history.bytes()).toBe(bytes);
});
