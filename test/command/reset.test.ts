import {describe, expect, test} from '@jest/globals';
import {effectOf, wantsCount} from '../../src/command/effect.js';
import {type ParseContext, planText} from '../../src/command/parse.js';
import {reset} from '../../src/command/reset.js';
import {servicesOf} from '../../src/command/reset-together.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {serviceInfo, withOrphans, withServicesOn} from '../support/sample-node-info.js';
import {lost, refused, reply, runScripted, type Script} from '../support/scripted-run.js';

const [a, b, c] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
const box = {node: a, watcher: 'box'};
const stock = clusterState({[a]: {box: 'stopped'}});
const alone = withServicesOn(stock, {[a]: [serviceInfo('box')]});
const stopped = {status: reply('stopped'), processes: reply([])};

/** A reset's reply of 12 files. */
const gone = {folders: [{folder: 'data', kind: 'data', files: 12, bytes: 3_500_000}], files: 12, bytes: 3_500_000};
const nothing = {folders: [{folder: 'data', kind: 'data', files: 0, bytes: 0}], files: 0, bytes: 0};

const run = (script: Script, options: readonly string[] = [], state = alone) =>
  runScripted(reset, box, {
    state,
    script,
    options,
    plan: {prepared: {services: servicesOf([box], state), homes: new Map()}},
  });

/** What the node was asked, of a run that asked it once. */
const requestOf = async (options: readonly string[], state = alone) => {
  const {given} = await run({reset: reply(gone)}, options, state);
  return (given as {request: object}[]).map(({request}) => request);
};

describe('reset', () => {
  test('is ok with what went, in words and as data', async () => {
    const {outcome, data} = await run({reset: reply(gone)});
    expect(outcome).toMatchObject({kind: 'ok', changed: true, state: 'stopped', reason: '12 files, 3.3M'});
    expect(data).toEqual(gone);
  });

  test('of nothing is ok, unchanged', async () => {
    expect((await run({reset: reply(nothing)})).outcome).toMatchObject({
      kind: 'ok',
      changed: false,
      reason: '0 files, 0B',
    });
  });

  test('of nothing that was perhaps stopped for it is ok, and nobody says that nothing changed', async () => {
    const {outcome} = await run({options: refused, stop: reply(null), ...stopped, reset: reply(nothing)}, ['stop']);
    expect(outcome).toMatchObject({kind: 'ok', changed: null});
  });

  test('asks for what the options say', async () => {
    expect(await requestOf([])).toEqual([{data: false, logs: false, isDryRun: false, isWhole: true}]);
    expect(await requestOf(['logs'])).toEqual([{data: false, logs: true, isDryRun: false, isWhole: true}]);
    expect(await requestOf(['data', 'logs', 'dry-run'])).toEqual([
      {data: true, logs: true, isDryRun: true, isWhole: true},
    ]);
  });

  test('says whether all members of the service are reset', async () => {
    const other = withServicesOn(clusterState({[a]: {box: 'stopped'}, [b]: {box: 'stopped'}}), {
      [a]: [serviceInfo('box')],
      [b]: [serviceInfo('box')],
    });
    expect(await requestOf([], other)).toMatchObject([{isWhole: false}]);
  });

  test('that is a dry run changes nothing, and says what would go', async () => {
    const {outcome, data, sent} = await run({reset: reply(gone)}, ['dry-run', 'stop']);
    expect(outcome).toMatchObject({kind: 'ok', changed: false, reason: 'would remove 12 files, 3.3M'});
    expect([data, sent]).toEqual([gone, ['reset']]);
  });

  test('that the node refuses is failed, with its reason', async () => {
    const running = {kind: 'refused', reason: 'box is active (process 7); stop it first'};
    expect((await run({reset: running})).outcome).toMatchObject({kind: 'failed', reason: running.reason});
  });

  test('stops first where it is told to, and waits for the end', async () => {
    const {outcome, sent} = await run({options: refused, stop: reply(null), ...stopped, reset: reply(gone)}, ['stop']);
    expect(outcome).toMatchObject({kind: 'ok', changed: true});
    expect(sent.filter(name => name === 'stop' || name === 'reset')).toEqual(['stop', 'reset']);
  });

  test('removes nothing where the stop failed', async () => {
    const {outcome, sent} = await run({options: refused, stop: refused}, ['stop']);
    expect(outcome).toMatchObject({kind: 'failed', reason: `${refused.reason}; nothing was removed`});
    expect(sent).not.toContain('reset');
  });
});

test('a node with a stock circusd says so in a sentence, and nothing is stopped for it', async () => {
  const {outcome, sent} = await run({}, ['stop'], stock);
  expect(outcome).toMatchObject({
    kind: 'failed',
    sent: false,
    reason: 'this node runs a stock circusd; reset needs the package circus/ (circusman-node)',
  });
  expect(sent).toEqual([]);
});

describe('a node that has not said yet what it is', () => {
  const unsaid = reduce(alone, [
    {type: 'epoch-began', at: at(2), node: a},
    {type: 'ping-answered', at: at(2), node: a, rtt: 1},
  ]);

  test('is waited for', async () => {
    const says = (state: State) => withServicesOn(state, {[a]: [serviceInfo('box')]});
    const {outcome} = await runScripted(reset, box, {
      state: unsaid,
      script: {reset: reply(gone)},
      meanwhile: [state => state, says],
      plan: {prepared: {services: [], homes: new Map()}},
    });
    expect(outcome).toMatchObject({kind: 'ok', changed: true});
  });

  test('and does not is sent nothing', async () => {
    const {outcome, sent} = await run({}, [], unsaid);
    expect(outcome).toMatchObject({kind: 'failed', sent: false, reason: 'it has not said yet what it is'});
    expect(sent).toEqual([]);
  });

  test('for it is offline, is sent nothing, and told to be', async () => {
    const lost = reduce(unsaid, [{type: 'node-lost', at: at(3), node: a, reason: 'connection lost'}]);
    expect((await run({}, [], lost)).outcome).toMatchObject({
      kind: 'failed',
      sent: false,
      reason: 'offline: connection lost',
    });
  });
});

describe('a reset whose answer was lost', () => {
  const known = reduce(alone, [{type: 'circusd-identified', at: at(2), node: a, circusd: {pid: 1, startedAt: 1}}]);

  test('is ok when nothing is left to remove', async () => {
    const {outcome} = await run({reset: [lost, reply(nothing)]}, [], known);
    expect(outcome).toMatchObject({kind: 'ok', changed: null, reason: 'nothing is left to remove'});
  });

  test('is unknown while something is there', async () => {
    const {outcome, given} = await run({reset: [lost, reply(gone)]}, [], known);
    expect(outcome).toMatchObject({kind: 'unknown', reason: 'connection lost; 12 files, 3.3M are there now'});
    expect(given.at(-1)).toMatchObject({request: {isDryRun: true}});
  });

  test('is failed where it was a dry run: nothing had to be found out', async () => {
    const {outcome, sent} = await run({reset: [lost, reply(gone)]}, ['dry-run'], known);
    expect(outcome).toMatchObject({kind: 'failed', sent: true, reason: 'connection lost'});
    expect(sent).toEqual(['reset']);
  });

  test('is unknown while the node does not answer again', async () => {
    const away = reduce(known, [{type: 'node-lost', at: at(3), node: a, reason: 'gone'}]);
    expect((await run({reset: lost}, [], away)).outcome).toMatchObject({
      kind: 'unknown',
      reason: 'connection lost; it has not answered since',
    });
  });
});

const together = serviceInfo('box', {resetsTogether: true});
const three = clusterState({[a]: {box: 'stopped'}, [b]: {box: 'stopped'}, [c]: {other: 'stopped'}});
const both = withServicesOn(three, {[a]: [together], [b]: [together], [c]: []});

function plan(text: string, state: State) {
  const context: ParseContext = parseContext(state);
  return planText(text, context);
}

function problem(text: string, state: State): string {
  const planned = plan(text, state);
  return planned.ok ? 'none' : `${planned.problem.message} (${planned.problem.kind})`;
}

describe('a service that is reset on all its members or on none', () => {
  test('is reset when all its members are meant', () => {
    expect(problem('reset box on 127.0.0.1-2', both)).toBe('none');
    expect(problem('reset', both)).toBe('none');
  });

  test('is refused for a part of them, also as a dry run', () => {
    const sentence =
      'box is reset on all its members or on none: 127.0.0.2 would be left out; reset them together (refused)';
    expect(problem('reset box on 127.0.0.1', both)).toBe(sentence);
    expect(problem('reset box on 127.0.0.1 --dry-run', both)).toBe(sentence);
  });

  test('is refused while a node does not answer that is, or may be, a member', () => {
    const sentence = 'box is reset on all its members or on none, and 127.0.0.3 does not answer (refused)';
    const away = withServicesOn(clusterState({[a]: {box: 'stopped'}, [b]: {box: 'stopped'}, [c]: null}), {
      [a]: [together],
      [b]: [together],
    });
    expect(problem('reset box on 127.0.0.1-2', away)).toBe(sentence);
    expect(problem('reset box on 127.0.0.1-2 --dry-run', away)).toBe('none');
    const lostMember = reduce(both, [{type: 'node-lost', at: at(3), node: b, reason: 'gone'}]);
    expect(problem('reset box --stop', lostMember)).toBe(sentence.replace('127.0.0.3', '127.0.0.2'));
    const lostOther = reduce(both, [{type: 'node-lost', at: at(3), node: c, reason: 'gone'}]);
    expect(problem('reset box on 127.0.0.1-2', lostOther)).toBe('none');
  });

  test('is refused while a node answers that has not told yet whether it is a member', () => {
    const known = withServicesOn(clusterState({[a]: {box: 'stopped'}, [b]: {box: 'stopped'}}), {[a]: [together]});
    expect(problem('reset box on 127.0.0.1', known)).toBe('none');
    const untold = reduce(known, [{type: 'epoch-began', at: at(4), node: b}]);
    expect(problem('reset box on 127.0.0.1', untold)).toMatch(/and 127.0.0.2 does not answer \(refused\)$/);
  });

  test('is refused while a member runs, unless it is stopped first', () => {
    const running = reduce(both, [
      {type: 'statuses-read', at: at(5), node: b, nodeTime: 105, statuses: new Map([['box', 'running']])},
    ]);
    expect(problem('reset box', running)).toBe(
      'box is reset on all its members or on none: stop it on 127.0.0.2 first, or say --stop (refused)',
    );
    expect(problem('reset box --stop', running)).toBe('none');
  });

  test('is refused while a member has an orphan', () => {
    expect(problem('reset box --stop', withOrphans(both, b, 'box', [7]))).toBe(
      'box is reset on all its members or on none, and an orphan still runs on 127.0.0.2 (refused)',
    );
  });
});

describe('without a watcher’s name', () => {
  test('the services are meant, and of a node that has not told them all that it has', () => {
    const mixed = withServicesOn(clusterState({[a]: {box: 'stopped', web: 'running'}, [b]: {web: 'running'}}), {
      [a]: [serviceInfo('box')],
    });
    const planned = plan('reset', mixed);
    expect(planned.ok && planned.value.targets).toEqual([box, {node: b, watcher: 'web'}]);
  });

  test('a service that is only meant by its name is not among them', () => {
    const state = withServicesOn(stock, {[a]: [serviceInfo('box', {isInAll: false})]});
    expect(problem('stop', state)).toBe('no node has a watcher to stop, but box, which has to be named (no-target)');
    expect(problem('stop box', state)).toBe('none');
  });
});

test('it destroys, but for a dry run; the whole cluster wants the count', () => {
  const planned = (text: string) => {
    const result = plan(text, both);
    if (!result.ok) throw new Error(result.problem.message);
    return result.value;
  };
  const whole = withServicesOn(clusterState({[a]: {box: 'stopped'}, [b]: {box: 'stopped'}}), {});
  expect(effectOf(planned('reset'))).toBe('destroy');
  expect(effectOf(planned('reset --dry-run'))).toBe('read');
  expect(wantsCount(planned('reset'), both)).toBe(false);
  expect(wantsCount(planned('reset'), whole)).toBe(true);
  expect(wantsCount(planned('reset --dry-run'), whole)).toBe(false);
});
