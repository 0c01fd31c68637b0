import {describe, expect, test} from '@jest/globals';
import {openClusters} from '../../src/cli/clusters.js';
import {authorise} from '../../src/cli/consent.js';
import {checkCommands, partCommands} from '../../src/cli/exec.js';
import type {Plan} from '../../src/command/plan.js';
import {reset} from '../../src/command/reset.js';
import {start} from '../../src/command/start.js';
import {joinTokens} from '../../src/command/tokens.js';
import {readConfig} from '../../src/config/config.js';
import {parseNodeSet} from '../../src/model/node-set.js';
import {at, clusterState} from '../support/cluster-state.js';

function check(line: string, flags: Parameters<typeof readConfig>[0] = new Map()): string | null {
  const set = parseNodeSet('127.0.0.1-2');
  const config = readConfig(flags, {});
  if (!set.ok || !config.ok) throw new Error('the test itself is wrong');
  const refusal = checkCommands(partCommands(line.split(' ')), {
    nodes: set.nodes,
    config: config.config,
    clusters: openClusters(config.config, {}),
    roomFor: () => null,
    at: at(0),
  });
  if (refusal === null) return null;
  return refusal.command === null ? refusal.reason : `${refusal.command}: ${refusal.reason}`;
}

describe('the words after exec are parted into commands', () => {
  test.each([
    [
      ['start', 'a', ';', 'stop', 'b'],
      ['start a', 'stop b'],
    ],
    [
      ['start', 'a;', 'stop', 'b'],
      ['start a', 'stop b'],
    ],
    [['start a; stop b'], ['start a', 'stop b']],
    [
      ['start a', ';', 'stop b'],
      ['start a', 'stop b'],
    ],
    [
      ['start', 'web app', ';', 'stop "web app"'],
      ['start "web app"', 'stop "web app"'],
    ],
    [[';', 'start', 'a', ';'], ['start a']],
    [[], []],
  ])('%j', (argv, commands) => {
    expect(partCommands(argv).map(joinTokens)).toEqual(commands);
  });
});

test('several counts are those of several clusters', () => {
  const plan: Plan = {
    command: reset,
    args: {operands: new Map(), options: new Map(), on: null, cells: null},
    text: 'reset',
    targets: ['127.0.0.1', '127.0.0.2'].map(node => ({node, watcher: 'titan'})),
    warnings: [],
    prepared: null,
  };
  const state = clusterState({'127.0.0.1': {titan: 'stopped'}, '127.0.0.2': {titan: 'stopped'}});
  const withCounts = (count: number, ...counts: readonly number[]) =>
    authorise(plan, state, {kind: 'yes', count, counts});
  expect([withCounts(2), withCounts(8, 2)]).toEqual([null, null]);
  expect(withCounts(8, 4)).toBe('this has 2 targets, not 8 or 4');
});

describe('commands are checked before the first one is begun', () => {
  test.each([
    ['start titan', null],
    ['start titan ; bogus', 'bogus: there is no command "bogus"; help lists them'],
    ['start on 127.0.0.9', 'start on 127.0.0.9: 127.0.0.9 is not in the cluster (127.0.0.1-2)'],
    ['cluster add 127.0.0.9 ; start on 127.0.0.9', null],
    ['start ; quit', 'quit: this is for the full screen, not for exec'],
    ['readonly on', 'readonly on: this is for the full screen, not for exec: exec takes --read-only'],
    ['columns +io', 'columns +io: this is for the full screen, not for exec'],
    ['events', 'events: this is for the full screen, not for exec: circusman events prints it'],
    [';', 'exec wants a command, such as: circusman exec -c 192.168.0.1-8 start neo4j'],
  ])('%s', (line, problem) => {
    expect(check(line)).toBe(problem);
  });

  test.each(['start "web', "stop a; start 'web on 1", 'start "web\\" on 1'])(
    'a whole line whose quotes do not end: %s',
    line => {
      const config = readConfig(new Map(), {});
      const set = parseNodeSet('127.0.0.1-2');
      if (!set.ok || !config.ok) throw new Error('the test itself is wrong');
      const refusal = checkCommands(partCommands([line]), {
        nodes: set.nodes,
        config: config.config,
        clusters: openClusters(config.config, {}),
        roomFor: () => null,
        at: at(0),
      });
      expect(refusal?.reason).toMatch(/^this ["'] is not closed$/);
    },
  );

  test('and refused when they would change a read-only cluster', () => {
    expect(check('start titan', new Map([['read-only', ['']]]))).toBe(
      'start titan: read-only: start would change a node',
    );
  });
});

describe('a command that destroys', () => {
  const state = clusterState({a: {x: 'running'}, b: {x: 'running'}});
  const plan = (nodes: readonly string[]): Plan => ({
    command: {...start, effect: 'destroy'},
    args: {operands: new Map(), options: new Map(), on: null, cells: null},
    text: '',
    targets: nodes.map(node => ({node, watcher: 'x'})),
    warnings: [],
    prepared: null,
  });
  test.each([
    [['a'], {kind: 'none'}, 'this destroys; say --yes to mean it'],
    [['a'], {kind: 'yes', count: null}, null],
    [['a', 'b'], {kind: 'yes', count: null}, 'this destroys on the whole cluster; say --yes=2 to mean it'],
    [['a', 'b'], {kind: 'yes', count: 3}, 'this has 2 targets, not 3'],
    [['a', 'b'], {kind: 'yes', count: 2}, null],
  ] as const)('on %j with consent %j', (nodes, consent, refusal) => {
    expect(authorise(plan(nodes), state, consent)).toBe(refusal);
  });
});

test('a command is not refused beforehand for what no node can have reported yet', () => {
  expect(check('start titan --strict')).toBeNull();
});
