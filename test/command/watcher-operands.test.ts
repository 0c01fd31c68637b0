import {describe, expect, test} from '@jest/globals';
import {planLine} from '../../src/command/parse.js';
import {readWatcherOperands} from '../../src/command/watcher-operands.js';
import type {NodeRow} from '../../src/store/state.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const NODES = 200;
const state = clusterState(
  Object.fromEntries(
    Array.from({length: NODES}, (_, index) => [`n${index + 1}`, {neo4j: 'running', titan: 'stopped', Web: 'stopped'}]),
  ),
);
const word = (text: string, at = 0) => ({text, at});

/** The row, with each time counted that all its watchers' names are gone through. */
function counted(row: NodeRow, count: () => void): NodeRow {
  const watchers = new Map(row.watchers);
  const keys = watchers.keys.bind(watchers);
  watchers.keys = () => {
    count();
    return keys();
  };
  return {...row, watchers};
}

describe('words for watchers', () => {
  test('are found out by going through the names of the nodes once, however many words there are', () => {
    let count = 0;
    const rows = [...state.nodes.values()].map(row => counted(row, () => count++));
    const words = Array.from({length: 500}, (_, index) => [
      word(`x${index}*`),
      word('neo4j'),
      word('t?tan'),
      word('WEB'),
    ]);
    const read = readWatcherOperands(words.flat(), rows);
    const meant = rows.map(row => read.flatMap(each => each.on(row)));
    expect(count).toBe(NODES);
    expect(read).toHaveLength(503);
    for (const names of meant) expect(names).toEqual(['neo4j', 'titan', 'Web']);
  });

  test('keep their order, and say where none is meant', () => {
    const rows = [...state.nodes.values()];
    const read = readWatcherOperands([word('titan'), word('nobody'), word('n*'), word('titan')], rows);
    expect(read.map(each => [each.word.text, each.isPattern, each.isAnywhere])).toEqual([
      ['titan', false, true],
      ['nobody', false, false],
      ['n*', true, true],
    ]);
  });
});

test('a line has an end of commands, too, and says where', () => {
  const context = parseContext(state);
  expect(planLine('stop; '.repeat(20), context)).toMatchObject({ok: true, value: {length: 20}});
  expect(planLine('stop; '.repeat(680), context)).toMatchObject({
    ok: false,
    problem: {message: expect.stringContaining('at most 20 commands'), at: 6 * 20},
  });
});

test('what a line adds to the cluster and takes out of it is bounded in all, so that a key never waits for it', () => {
  const context = parseContext(state);
  expect(planLine(`cluster ${'+10.0.0.0/16 '.repeat(300)}`, context)).toMatchObject({
    ok: false,
    problem: {message: expect.stringContaining('more than 131,072 nodes')},
  });
});
