import {describe, expect, test} from '@jest/globals';
import {planText} from '../../src/command/parse.js';
import type {Ports} from '../../src/command/ports.js';
import {restart} from '../../src/command/restart.js';
import {start} from '../../src/command/start.js';
import {stop} from '../../src/command/stop.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {lost, refused, reply, runScripted, type Script, unsent} from '../support/scripted-run.js';

const node = '127.0.0.1';
const titan = {node, watcher: 'titan'};

/** A cluster of which the watcher's options have been read, too. */
function knownState(titan: 'stopped' | 'running'): State {
  const options = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};
  return reduce(clusterState({[node]: {titan}}), [
    {type: 'options-read', at: at(2), node, watcher: 'titan', nodeTime: 101, options},
    {type: 'circusd-identified', at: at(2), node, circusd: {pid: 1, startedAt: 1}},
  ]);
}

const stopped = knownState('stopped');
const running = knownState('running');
const away = clusterState({[node]: null});

const startIt = async (script: Script, state = stopped) => (await runScripted(start, titan, {state, script})).outcome;
const stopIt = async (script: Script, state = running, afterwards?: (state: State) => State) =>
  (await runScripted(stop, titan, {state, script, ...(afterwards === undefined ? {} : {afterwards})})).outcome;
const restartIt = async (script: Script, state = running) => runScripted(restart, titan, {state, script});

const OPTIONS = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};
const options = (some: object = {}) => reply({...OPTIONS, ...some});
/** No process, of a node that tells what it is set to. */
const NOTHING: Script = {options: options(), endpoints: reply({checkDelay: 5_000}), processes: reply([])};

describe('start', () => {
  test('is ok when the watcher is active and a process that it started is listed', async () => {
    const script = {start: reply({started: [7], kept: []}), status: reply('running'), processes: reply([7])};
    expect(await startIt(script)).toMatchObject({kind: 'ok', changed: true, sent: true, state: 'running', pids: [7]});
  });

  test('that somebody’s stop overtook has its own words', async () => {
    const options = reply({wanted: 1, gracefulTimeout: 1_000, warmupDelay: 0, respawns: true, isOnDemand: false});
    const script = {start: reply({started: [7], kept: []}), status: reply('stopped'), processes: reply([]), options};
    expect(await startIt(script)).toMatchObject({
      kind: 'failed',
      state: 'stopped',
      reason: 'it was started, and is stopped again: somebody has stopped it since',
    });
  });

  test('of what runs already is ok, unchanged', async () => {
    const script = {start: reply({started: [], kept: [5]}), status: reply('running'), processes: reply([5])};
    expect(await startIt(script)).toMatchObject({kind: 'ok', changed: false});
  });

  test('is failed when circus says ok and no process came up', async () => {
    const script = {...NOTHING, start: reply({started: [], kept: []}), status: reply('stopped')};
    expect(await startIt(script)).toMatchObject({kind: 'failed', sent: true, state: 'stopped'});
  });

  test('is failed when the process that it started is gone at once, though the watcher is active', async () => {
    const started = {start: reply({started: [7], kept: []}), status: reply('running'), processes: reply([8])};
    const script = {...NOTHING, ...started};
    expect(await startIt(script)).toMatchObject({kind: 'failed', reason: 'process 7 ended right after its start'});
  });

  test('is failed with the node’s reason when its lock stays held', async () => {
    expect(await startIt({start: refused})).toMatchObject({kind: 'failed', sent: true, reason: refused.reason});
  });

  test('that could not be sent says so: trying again is safe', async () => {
    expect(await startIt({start: unsent})).toMatchObject({
      kind: 'failed',
      sent: false,
      reason: 'offline: connection lost',
    });
  });

  test('on a node that never answered sends nothing', async () => {
    const {outcome, sent} = await runScripted(start, {node, watcher: null}, {state: away, script: {}});
    expect(outcome).toMatchObject({kind: 'failed', sent: false, reason: 'offline: no answer within 3 s'});
    expect(sent).toEqual([]);
  });

  test('of a watcher that the node lacks sends nothing', async () => {
    const {outcome, sent} = await runScripted(start, {node, watcher: 'neo4j'}, {state: stopped, script: {}});
    expect(outcome).toMatchObject({kind: 'failed', sent: false, reason: 'no watcher neo4j here'});
    expect(sent).toEqual([]);
  });

  test('that was broken off before it was sent is cancelled', async () => {
    const signal = AbortSignal.abort();
    const {outcome} = await runScripted(start, titan, {state: stopped, script: {start: unsent}, signal});
    expect(outcome).toMatchObject({kind: 'cancelled', sent: false});
  });
});

describe('a start whose answer was lost', () => {
  test('is ok when asking again finds that it runs', async () => {
    const script = {start: lost, status: [reply('starting'), reply('running')], processes: [reply([]), reply([7])]};
    expect(await startIt(script)).toMatchObject({kind: 'ok', changed: null, state: 'running'});
  });

  test('is timed-out with what it is instead when it does not come up', async () => {
    const script = {...NOTHING, start: lost, status: reply('stopped')};
    expect(await startIt(script)).toMatchObject({kind: 'timed-out', sent: true, state: 'stopped'});
  });

  test('is unknown while the node does not answer again', async () => {
    const {outcome} = await runScripted(start, titan, {state: stopped, script: {start: lost}, afterwards: () => away});
    expect(outcome).toMatchObject({
      kind: 'unknown',
      sent: true,
      reason: 'connection lost; it has not answered since',
    });
  });
});

describe('stop', () => {
  test('is ok when the watcher is stopped and no process is left', async () => {
    const script = {stop: reply(null), status: reply('stopped'), processes: reply([])};
    expect(await stopIt(script)).toMatchObject({kind: 'ok', changed: true, state: 'stopped'});
  });

  test('of a stopped watcher is ok, unchanged', async () => {
    const script = {stop: reply(null), status: reply('stopped'), processes: reply([])};
    expect(await stopIt(script, stopped)).toMatchObject({kind: 'ok', changed: false});
  });

  test('that somebody else starts again at once says so, and does not wait for it to end', async () => {
    const script = {stop: reply(null), status: reply('running'), processes: reply([9])};
    const {outcome, sent} = await runScripted(stop, titan, {state: running, script});
    expect(outcome).toMatchObject({
      kind: 'failed',
      state: 'running',
      reason: 'it was stopped, and runs again: somebody has started it since',
    });
    expect(sent).toEqual(['stop', 'status', 'processes']);
  });

  test('whose circusd was started anew meanwhile is unknown: its processes may live on', async () => {
    const script = {stop: lost, status: reply('stopped'), processes: reply([])};
    const anew: Fact = {type: 'circusd-identified', at: at(3), node, circusd: {pid: 2, startedAt: 2}};
    const outcome = await stopIt(script, running, state => reduce(state, [anew]));
    expect(outcome).toMatchObject({kind: 'unknown', sent: true, reason: expect.stringMatching(/was started anew/)});
  });

  test('whose circusd is the same as before is ok once it is seen to be done', async () => {
    const script = {stop: lost, status: reply('stopped'), processes: reply([])};
    expect(await stopIt(script)).toMatchObject({kind: 'ok', changed: null, state: 'stopped'});
  });

  test('asks what the watcher is set to where that is not known', async () => {
    const state = clusterState({[node]: {titan: 'running'}});
    const options = reply({wanted: 1, gracefulTimeout: 1_000, warmupDelay: 0, respawns: true, isOnDemand: false});
    const script = {options, stop: reply(null), status: reply('stopped'), processes: reply([])};
    expect((await runScripted(stop, titan, {state, script})).sent).toEqual(['options', 'stop', 'status', 'processes']);
  });

  test('that is late is looked at once more, and no longer', async () => {
    const script = {stop: lost, status: reply('stopping'), processes: reply([7])};
    const {outcome, sent} = await runScripted(stop, titan, {state: running, script, timeout: 0});
    expect(outcome).toMatchObject({kind: 'timed-out', state: 'stopping', reason: 'it is still stopping'});
    expect(sent).toEqual(['stop', 'status', 'processes']);
  });

  test('is forced by signal 9 to the processes that it waits for, and to no others', async () => {
    const sent: unknown[] = [];
    const call = async (_node: string, name: string, args: object) => {
      sent.push([name, args]);
      return reply(null);
    };
    expect(await stop.force?.(titan, [7, 8], {call} as unknown as Ports)).toBeNull();
    expect(sent).toEqual([7, 8].map(pid => ['signal', {watcher: 'titan', signal: 9, pid}]));
  });
});

describe('restart', () => {
  test('is ok when new processes run', async () => {
    const script = {
      restart: reply({started: [8], kept: []}),
      status: reply('running'),
      processes: [reply([7]), reply([8])],
    };
    expect((await restartIt(script)).outcome).toMatchObject({kind: 'ok', changed: true, pids: [8]});
  });

  test('of a stopped watcher sends no restart: it stays stopped, unchanged', async () => {
    const {outcome, sent} = await restartIt({status: reply('stopped'), processes: reply([])});
    expect(outcome).toMatchObject({kind: 'ok', changed: false, sent: false, state: 'stopped', reason: 'was stopped'});
    expect(sent).toEqual(['status', 'processes']);
  });

  test('is failed when it stopped and did not come up again', async () => {
    const script = {
      ...NOTHING,
      restart: reply({started: [], kept: []}),
      status: [reply('running'), reply('stopped')],
      processes: [reply([7]), reply([])],
    };
    expect((await restartIt(script)).outcome).toMatchObject({kind: 'failed', sent: true, state: 'stopped'});
  });
});

test('a plan that destroys says on which of its nodes a named watcher is not', () => {
  const some = parseContext(clusterState({a: {web: 'running'}, b: {neo4j: 'running'}, c: {neo4j: 'running'}}));
  const warnings = (typed: string) => {
    const plan = planText(typed, some);
    return plan.ok ? plan.value.warnings : plan.problem.message;
  };
  expect(warnings('rm web')).toEqual(['b,c have no watcher web']);
  expect(warnings('rm web on a,b')).toEqual(['b has no watcher web']);
  expect([warnings('rm web on a'), warnings('start web --strict')]).toEqual([[], []]);
});
