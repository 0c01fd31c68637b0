import {stripVTControlCharacters} from 'node:util';
import {beforeEach, describe, expect, test} from '@jest/globals';
import type {Plan} from '../../src/command/plan.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {jobsBegunBy, openController} from '../support/controller.js';

const watchers = {neo4j: 'running', titan: 'running', 'backup-a': 'running', Archive: 'running'} as const;
let begun: Plan[];
let opened: ReturnType<typeof openController>;

/** A screen on two nodes where these watchers have to be named. */
function open(notInAll: readonly string[], askAbove = 100): void {
  const state: State = clusterState({n1: watchers, n2: watchers});
  begun = [];
  const begin = (plan: Plan) => begun.push(plan);
  opened = openController({
    store: {state: () => ({...state, rules: {...state.rules, notInAll}})},
    clock: () => at(10),
    ports: {
      askAbove,
      jobs: jobsBegunBy(begin),
    },
  });
}

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    opened.controller.press(key);
    opened.draw();
  }
}

const typed = (text: string) => press(':', ...[...text].map(char => (char === ' ' ? 'space' : char)));
const bottom = () => opened.draw({width: 120}).bottom.map(stripVTControlCharacters).join('\n');
const targets = () => begun.flatMap(plan => plan.targets.map(({node, watcher}) => `${node} ${watcher}`));

describe('watchers that are left out of "all"', () => {
  beforeEach(() => open(['backup-*', 'archive']));

  test('are not meant by a command without names, and the preview says so', () => {
    typed('start');
    expect(bottom()).toContain('2 nodes × neo4j, titan = 4 targets, without backup-a, Archive');
    press('enter');
    expect(targets()).toEqual(['n1 neo4j', 'n1 titan', 'n2 neo4j', 'n2 titan']);
  });

  test('are reached by name and by pattern', () => {
    typed('start backup-a');
    expect(bottom()).not.toContain('without');
    press('enter');
    typed('start arch* on n1');
    press('enter');
    expect(targets()).toEqual(['n1 backup-a', 'n2 backup-a', 'n1 Archive']);
  });

  test('are not meant by the name of a node under the cursor, but by their own cells', () => {
    press('s', 'right', 'right', 'right', 's');
    expect(targets()).toEqual(['n1 neo4j', 'n1 titan', 'n1 backup-a']);
  });

  test('are not marked with all, nor with their node; a mark of their own is one', () => {
    press('a', 's');
    press('U', 'space', 'right', 'right', 'right', 'right', 'space', 's');
    expect(targets()).toEqual([
      ...['n1 neo4j', 'n1 titan', 'n2 neo4j', 'n2 titan'],
      ...['n1 neo4j', 'n1 titan', 'n1 Archive'],
    ]);
  });

  test('are named where nothing else is there', () => {
    open(['*']);
    typed('stop');
    expect(bottom()).toContain(
      'no node has a watcher to stop, but neo4j, titan, backup-a, Archive, which has to be named',
    );
    press('esc', 's');
    expect(bottom()).toContain('there is nothing to start here, but');
  });
});

test('how many targets ask first can be set', () => {
  open(['titan', 'archive'], 1);
  press('right', 'x');
  expect(targets()).toEqual(['n1 neo4j']);
  press('left', 'x');
  expect(bottom()).toContain('stop on n1: 1 node × neo4j, backup-a = 2 targets, without titan, Archive?');
  press('y');
  expect(targets()).toEqual(['n1 neo4j', 'n1 neo4j', 'n1 backup-a']);
});
