import {describe, expect, test} from '@jest/globals';
import type {State} from '../../src/store/state.js';
import {cursorRow} from '../../src/view/grid-cursor.js';
import {reduceScreen} from '../../src/view/reduce-screen.js';
import {
  chosenCells,
  FIRST_SCREEN,
  gridView,
  markedNodes,
  type ScreenAction,
  type ScreenState,
  stillMarked,
} from '../../src/view/screen-state.js';
import {at, clusterState} from '../support/cluster-state.js';

const both = {neo4j: 'running', titan: 'stopped'} as const;
const state = clusterState({a: both, b: both, c: {neo4j: 'running', 'circusd-stats': 'running'}, d: null});

const viewOf = (of: State, screen: ScreenState = FIRST_SCREEN) => gridView(of, screen, 2, at(10));

function screenAfter(
  actions: readonly ScreenAction[],
  from: ScreenState = FIRST_SCREEN,
  of: State = state,
): ScreenState {
  return actions.reduce(
    (screen, action) => reduceScreen(screen, action, viewOf(of, screen), Number.POSITIVE_INFINITY),
    from,
  );
}

/** Where the cursor is: "b/titan", "b" on the node's name. */
function place({cursor}: ScreenState): string {
  return cursor.watcher === null ? `${cursor.node}` : `${cursor.node}/${cursor.watcher}`;
}

function chosen(screen: ScreenState, of: State = state): readonly string[] {
  return chosenCells(screen, viewOf(of, screen)).map(({node, watcher}) => `${node}/${watcher ?? '*'}`);
}

describe('the cursor', () => {
  test.each<[string, readonly ScreenAction[], string]>([
    ['down', [{type: 'move', rows: 1}], 'b'],
    [
      'down at the end',
      [
        {type: 'move-to', end: 'last'},
        {type: 'move', rows: 1},
      ],
      'd',
    ],
    ['up at the start', [{type: 'move', rows: -1}], 'a'],
    ['right', [{type: 'move', columns: 1}], 'a/neo4j'],
    ['right to the end', [{type: 'move', columns: 9}], 'a/titan'],
    [
      'left from the first watcher',
      [
        {type: 'move', columns: 1},
        {type: 'move', columns: -1},
      ],
      'a',
    ],
    ['a page down', [{type: 'move', pages: 1}], 'c'],
    ['half a page down', [{type: 'move', pages: 0.5}], 'b'],
  ])('%s', (_key, actions, expected) => {
    expect(place(screenAfter(actions))).toBe(expected);
  });

  test('stays with its node and watcher when rows move', () => {
    const screen = screenAfter([
      {type: 'move', rows: 1},
      {type: 'move', columns: 2},
    ]);
    const moved = clusterState({x: both, y: both, b: both});
    expect(cursorRow(screen.cursor, viewOf(moved).nodes)).toBe(2);
    expect(chosen(screen, moved)).toEqual(['b/titan']);
  });

  test('of a node that left goes on where it was', () => {
    const screen = screenAfter([{type: 'move', rows: 2}]);
    const without = clusterState({a: both, b: both});
    expect(cursorRow(screen.cursor, viewOf(without).nodes)).toBe(1);
  });
});

describe('marks', () => {
  test('are of cells; the cursor stays on what was marked', () => {
    const screen = screenAfter([{type: 'move', columns: 2}, {type: 'mark'}, {type: 'move', rows: 1}, {type: 'mark'}]);
    expect(chosen(screen)).toEqual(['a/titan', 'b/titan']);
    expect(place(screen)).toBe('b/titan');
  });

  test('that outlive a job which was begun on them are counted, until they change', () => {
    const view = viewOf(state);
    const begun = screenAfter([{type: 'mark'}, {type: 'began', hasMarked: true}, {type: 'move', rows: 1}]);
    expect(stillMarked(begun, view)).toBe(2);
    expect(stillMarked(screenAfter([{type: 'mark'}], begun), view)).toBe(0);
    expect(stillMarked(screenAfter([{type: 'mark'}, {type: 'began', hasMarked: false}]), view)).toBe(0);
  });

  test('on a node’s name are of all its service watchers', () => {
    expect(chosen(screenAfter([{type: 'move', rows: 2}, {type: 'mark'}]))).toEqual(['c/neo4j']);
    expect(chosen(screenAfter([{type: 'mark'}]))).toEqual(['a/neo4j', 'a/titan']);
  });

  test('are taken away by marking again', () => {
    const screen = screenAfter([{type: 'mark'}, {type: 'mark'}]);
    expect(markedNodes(screen, viewOf(state))).toEqual([]);
  });

  test('of all can be made and taken away', () => {
    const marked = screenAfter([{type: 'mark-all'}]);
    expect(chosen(marked)).toEqual(['a/neo4j', 'a/titan', 'b/neo4j', 'b/titan', 'c/neo4j']);
    expect(chosen(screenAfter([{type: 'unmark-all'}], marked))).toEqual(['a/*']);
  });

  test('come in the cluster’s order, and end with their node', () => {
    const screen = screenAfter([
      {type: 'move', rows: 1},
      {type: 'mark'},
      {type: 'move-to', end: 'first'},
      {type: 'mark'},
    ]);
    expect(markedNodes(screen, viewOf(state))).toEqual(['a', 'b']);
    expect(markedNodes(screen, viewOf(clusterState({b: both})))).toEqual(['b']);
  });
});

describe('a range of marks', () => {
  const range = [{type: 'move', columns: 1}, {type: 'mark-range'}, {type: 'move', rows: 2}] as const;

  test('counts while it is being made, and stays when it is ended', () => {
    expect(chosen(screenAfter(range))).toEqual(['a/neo4j', 'b/neo4j', 'c/neo4j']);
    const ended = screenAfter([...range, {type: 'mark-range'}, {type: 'move-to', end: 'first'}]);
    expect(chosen(ended)).toEqual(['a/neo4j', 'b/neo4j', 'c/neo4j']);
  });

  test('can be given up', () => {
    expect(chosen(screenAfter([...range, {type: 'back'}]))).toEqual(['c/neo4j']);
  });

  test('from a node’s name means whole rows', () => {
    const rows = screenAfter([{type: 'mark-range'}, {type: 'move', rows: 1}]);
    expect(chosen(rows)).toEqual(['a/neo4j', 'a/titan', 'b/neo4j', 'b/titan']);
  });
});

test('inverted marks are those that were none', () => {
  const screen = screenAfter([{type: 'move', columns: 1}, {type: 'mark'}, {type: 'invert-marks'}]);
  expect(chosen(screen)).toEqual(['a/titan', 'b/neo4j', 'b/titan', 'c/neo4j']);
});

describe('the filter', () => {
  test('hides rows, never marks', () => {
    const screen = screenAfter([{type: 'mark'}, {type: 'filter', text: '!a'}]);
    expect(viewOf(state, screen).nodes.map(row => row.spec.id)).not.toContain('a');
    expect(chosen(screen)).toEqual(['a/neo4j', 'a/titan']);
  });

  test('decides what is marked by all and by a range', () => {
    const screen = screenAfter([{type: 'filter', text: 'b'}, {type: 'mark-all'}]);
    expect(chosen(screen)).toEqual(['b/neo4j', 'b/titan']);
  });
});

describe('the first row that is shown', () => {
  test('moves as little as the cursor needs', () => {
    const down = screenAfter([
      {type: 'move', rows: 1},
      {type: 'move', rows: 1},
    ]);
    expect(down.firstRow).toBe(1);
    expect(screenAfter([{type: 'move', rows: -1}], down).firstRow).toBe(1);
    expect(screenAfter([{type: 'move-to', end: 'first'}], down).firstRow).toBe(0);
  });
});

test('without marks a key means the cell under the cursor, on a name all cells of the node', () => {
  expect(chosen(screenAfter([{type: 'move', columns: 1}]))).toEqual(['a/neo4j']);
  expect(chosen(FIRST_SCREEN)).toEqual(['a/*']);
});

describe('the history of the bar', () => {
  const typed = screenAfter([
    {type: 'submitted', text: 'start'},
    {type: 'submitted', text: 'stop'},
    {type: 'submitted', text: 'start'},
    {type: 'open-bar', bar: 'command'},
  ]);
  const text = (screen: ScreenState) => screen.bar?.field.text;

  test('goes back through what was typed, each once, and forward to the empty line', () => {
    const back = screenAfter([{type: 'history-back'}], typed);
    expect(text(back)).toBe('start');
    const further = screenAfter([{type: 'history-back'}, {type: 'history-back'}], back);
    expect(text(further)).toBe('stop');
    expect(text(screenAfter([{type: 'history-forward'}, {type: 'history-forward'}], further))).toBe('');
  });
});
