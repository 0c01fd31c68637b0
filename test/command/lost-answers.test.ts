import {describe, expect, test} from '@jest/globals';
import {add} from '../../src/command/add.js';
import {kill} from '../../src/command/kill.js';
import {readOption} from '../../src/command/option-value.js';
import {incr} from '../../src/command/resize.js';
import {rm} from '../../src/command/rm.js';
import {set} from '../../src/command/set.js';
import {shutdown} from '../../src/command/shutdown.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {lost, reply, runScripted} from '../support/scripted-run.js';

/** What is said of a change whose answer was lost: neither silence nor what ran before proves that it was done. */

const node = '127.0.0.1';
const titan = {node, watcher: 'titan'};
const OPTIONS = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};

const known = (state: 'running' | 'stopped'): State =>
  reduce(clusterState({[node]: {titan: state}}), [
    {type: 'options-read', at: at(2), node, watcher: 'titan', nodeTime: 101, options: OPTIONS},
    {type: 'circusd-identified', at: at(2), node, circusd: {pid: 1, startedAt: 1}},
  ]);
const RUNS = {status: reply('running'), processes: reply([7])};
const anew: Fact = {type: 'circusd-identified', at: at(3), node, circusd: {pid: 2, startedAt: 2}};
const gone: Fact = {type: 'node-lost', at: at(3), node, reason: 'connection lost'};
const then =
  (...facts: readonly Fact[]) =>
  (state: State) =>
    reduce(state, facts);

describe('without an answer', () => {
  test('rm is unknown where the watcher is not listed any more: its processes are stopped after that', async () => {
    const script = {...RUNS, remove: lost, statuses: reply(new Map())};
    const {outcome} = await runScripted(rm, titan, {state: known('running'), script});
    expect(outcome).toMatchObject({kind: 'unknown', reason: expect.stringContaining('whether 7 ended is not known')});
  });

  test('shutdown is unknown where nothing is heard, and ok where another circusd answers', async () => {
    const run = (fact: Fact) =>
      runScripted(
        shutdown,
        {node, watcher: null},
        {
          state: known('running'),
          script: {shutdown: lost},
          meanwhile: [then(fact)],
        },
      );
    expect((await run(gone)).outcome).toMatchObject({kind: 'unknown'});
    expect((await run(anew)).outcome).toMatchObject({kind: 'ok', reason: expect.stringContaining('another')});
  });

  test('a set that replaces processes is not ok while those before run', async () => {
    const option = readOption({text: 'cmd', at: 0}, {text: 'sleep 9', at: 0});
    if (!option.ok) throw new Error(option.problem.message);
    const told = reply(new Map<string, unknown>([['cmd', 'sleep 1']]));
    const script = {...RUNS, set: lost, get: told, options: reply(OPTIONS)};
    const {outcome} = await runScripted(set, titan, {
      state: known('running'),
      script,
      plan: {prepared: [option.value]},
    });
    expect(outcome.kind).not.toBe('ok');
  });

  test.each([
    ['told what it is to have', 2, 'ok'],
    ['as before', 1, 'failed'],
  ] as const)('incr of a stopped watcher is decided by what it is to have: %s', async (_, wanted, kind) => {
    const script = {
      incr: lost,
      status: reply('stopped'),
      processes: reply([]),
      options: [reply(OPTIONS), reply({...OPTIONS, wanted})],
    };
    const {outcome} = await runScripted(incr, titan, {state: known('stopped'), script, plan: {prepared: 1}});
    expect(outcome.kind).toBe(kind);
  });

  describe('add', () => {
    const addedThen = async (listed: unknown, isStarted: boolean, isAnewThen = false) => {
      const statuses = [reply(new Map([['neo4j', 'running']])), ...(Array.isArray(listed) ? listed : [listed])];
      let isAnew = false;
      const losing = () => {
        isAnew = isAnewThen;
        return lost;
      };
      const {outcome, sent} = await runScripted(
        add,
        {node, watcher: 'web'},
        {
          state: known('running'),
          script: {...RUNS, add: losing, statuses, options: reply(OPTIONS)},
          afterwards: state => (isAnew ? reduce(state, [anew]) : state),
          plan: {prepared: {cmd: 'sleep 9', options: {}, isStarted}},
        },
      );
      return {...outcome, looks: sent.filter(name => name === 'statuses').length - 1};
    };
    const without = reply(new Map([['neo4j', 'running']]));
    const withIt = (state: string) => reply(new Map([['Web', state]]));

    test('is ok once the same circusd lists it, at one look', async () => {
      expect(await addedThen(withIt('stopped'), false)).toMatchObject({kind: 'ok', state: 'stopped', looks: 1});
    });

    test('is failed where it is not listed at a second look either', async () => {
      expect(await addedThen(without, false)).toMatchObject({
        kind: 'failed',
        sent: true,
        reason: 'connection lost, and circus lists no web since',
        looks: 2,
      });
      expect(await addedThen([without, withIt('stopped')], false)).toMatchObject({kind: 'ok', looks: 2});
    });

    test('and its start is ok once a process of it runs', async () => {
      expect(await addedThen(withIt('running'), true)).toMatchObject({kind: 'ok', state: 'running', pids: [7]});
    });

    test('is failed where another circusd answers, whatever it lists', async () => {
      const anewThen = (listed: unknown) => addedThen(listed, true, true);
      expect(await anewThen(without)).toMatchObject({kind: 'failed', reason: expect.stringMatching(/started anew/)});
      expect(await anewThen(withIt('running'))).toMatchObject({
        kind: 'failed',
        reason: expect.stringMatching(/the Web that it has is of its circus\.ini/),
      });
    });

    test('is unknown only where nothing is heard any more', async () => {
      expect(await addedThen(lost, false)).toMatchObject({
        kind: 'unknown',
        reason: 'connection lost; it has not answered since',
      });
    });
  });

  test('kill is unknown unless the same circusd answers: what another one does not list may live on', async () => {
    const script = {
      status: reply('running'),
      processes: [reply([7]), reply([7]), reply([9])],
      kill: lost,
      options: reply(OPTIONS),
    };
    const plan = {prepared: {pid: null, stopSignal: null, gracefulTimeout: null}};
    const killed = async (state: State) => (await runScripted(kill, titan, {state, script, plan})).outcome.kind;
    expect(await killed(known('running'))).toBe('ok');
    expect(await killed(clusterState({[node]: {titan: 'running'}}))).toBe('unknown');
  });
});
