import {expect, test} from '@jest/globals';
import type {EventFact, Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {latestNews} from '../../src/store/news.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';

const state = clusterState({a: {x: 'running', y: 'running'}, b: {x: 'running'}});

function ended(seconds: number, node: string, watcher: string, pid: number): EventFact {
  return {
    type: 'process-reaped',
    at: at(seconds),
    nodeTime: 100 + seconds,
    node,
    watcher,
    pid,
    exit: {code: 3, signal: null},
  };
}

const news = (of: State, count = 10) =>
  latestNews(of, count).map(entry => `${entry.node} ${entry.watcher}: ${eventText(entry)}`);

test('a watcher that crashes again and again takes one line, the newest, and pushes nothing else out', () => {
  const stopped: Fact = {type: 'watcher-stopped', at: at(2), nodeTime: 102, node: 'b', watcher: 'x'};
  const crashes = Array.from({length: 50}, (_, index) => ended(10 + index, 'a', 'x', 100 + index));
  const after = reduce(state, [stopped, ended(3, 'a', 'y', 7), ...crashes]);
  expect(news(after)).toEqual(['b x: stopped', 'a y: process 7 exited 3', 'a x: process 149 exited 3']);
  expect(news(after, 2)).toEqual(['a y: process 7 exited 3', 'a x: process 149 exited 3']);
  expect(news(after, 0)).toEqual([]);
});

test('jobs, which have a line of their own, and what was done to the cluster are not shown again', () => {
  const target = {node: 'a', watcher: 'x'};
  const after = reduce(state, [
    {type: 'job-began', at: at(5), job: 1, text: 'stop x on a', command: 'stop', isDryRun: false, targets: [target]},
    {type: 'watcher-stopped', at: at(6), nodeTime: 106, node: 'a', watcher: 'x'},
    {type: 'job-ended', at: at(7), job: 1},
    {type: 'cluster-changed', at: at(8), nodes: ['a', 'c'].map(host => nodeSpec({host}))},
  ]);
  expect([...after.events].map(({kind}) => kind)).toEqual(['job-began', 'stopped', 'job-ended', 'left', 'joined']);
  expect(news(after)).toEqual(['a x: stopped']);
});

test('nodes that have left are no news, and when they are added again they begin anew', () => {
  const after = reduce(state, [
    ended(5, 'b', 'x', 7),
    {type: 'cluster-changed', at: at(8), nodes: [nodeSpec({host: 'a'})]},
  ]);
  expect(news(after)).toEqual([]);
  expect([...after.events].map(({node, kind}) => `${node} ${kind}`)).toEqual(['b crashed', 'b left']);
  const again = reduce(after, [
    {type: 'cluster-changed', at: at(9), nodes: ['a', 'b'].map(host => nodeSpec({host}))},
    {type: 'statuses-read', at: at(10), nodeTime: 110, node: 'b', statuses: new Map([['x', 'running']])},
    ended(11, 'b', 'x', 8),
  ]);
  expect(news(again)).toEqual(['b x: process 8 exited 3']);
});
