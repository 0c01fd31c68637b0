import {describe, expect, test} from '@jest/globals';
import {planText} from '../../src/command/parse.js';
import type {Ports} from '../../src/command/ports.js';
import {isKnownStopped} from '../../src/command/reset-together.js';
import {createJobRunner} from '../../src/job/runner.js';
import {untilState} from '../../src/job/until.js';
import {noJournal} from '../../src/journal/writer.js';
import type {CallPort} from '../../src/model/calls.js';
import type {Fact} from '../../src/model/facts.js';
import type {Outcome} from '../../src/model/job.js';
import type {WatcherState} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {serviceInfo, withOrphans, withServicesOn} from '../support/sample-node-info.js';
import {lost, NO_WORLD, refused, reply} from '../support/scripted-run.js';

const [a, b, c] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
const together = serviceInfo('box', {resetsTogether: true});
const gone = {folders: [], files: 12, bytes: 3_500_000};

function cluster(box: WatcherState): State {
  const nodes = clusterState({[a]: {box}, [b]: {box}, [c]: {box}});
  return withServicesOn(nodes, {[a]: [together], [b]: [together], [c]: [together]});
}

const isNow = (node: string, box: WatcherState): Fact => {
  return {type: 'statuses-read', at: at(5), node, nodeTime: 105, statuses: new Map([['box', box]])};
};

interface Course {
  readonly fanout?: number;
  /** What the node answers to its stop; absent: it stops. */
  readonly stop?: (node: string) => unknown;
  /** What happens once the reset has been planned. */
  readonly meanwhile?: readonly Fact[];
  /** What happens when the last member has been stopped. */
  readonly stopped?: readonly Fact[];
}

/** What came of each target of the command in a cluster of three, and which of its commands were sent where. */
async function run(text: string, state: State, {fanout = 64, stop, meanwhile = [], stopped = []}: Course) {
  const planned = planText(text, parseContext(state));
  if (!planned.ok) throw new Error(planned.problem.message);
  const store = createStore(state);
  store.dispatch(meanwhile);
  const sent: string[] = [];
  const stateOf = (node: string) => store.state().nodes.get(node)?.watchers.get('box')?.state ?? 'unknown';
  const answer = (node: string, name: string): unknown => {
    switch (name) {
      case 'status':
        return reply(stateOf(node));
      case 'processes':
        return reply(stateOf(node) === 'running' ? [7] : []);
      case 'stop': {
        const told = stop?.(node) ?? null;
        if (told !== null) return told;
        store.dispatch([isNow(node, 'stopped')]);
        if ([a, b, c].every(each => stateOf(each) === 'stopped')) store.dispatch(stopped);
        return reply(null);
      }
      case 'reset':
        return reply(gone);
      case 'children':
        return reply({pids: [7], started: []});
      default:
        return refused;
    }
  };
  const call = async (node: string, name: string) => {
    if (name === 'stop' || name === 'reset') sent.push(`${name} ${node}`);
    return answer(node, name);
  };
  const ports: Ports = {
    call: call as unknown as CallPort,
    clock: () => at(10),
    state: store.state,
    // Nothing comes of itself here: what is not so after what is due has been done will not be so.
    until: (isSo, _timeout, signal) => untilState(store, isSo, 1, signal),
    ...NO_WORLD,
  };
  const outcomes: Outcome[] = [];
  const emit = (facts: readonly Fact[]) => {
    for (const fact of facts) if (fact.type === 'job-target-ended') outcomes[fact.index] = fact.outcome;
  };
  const runner = createJobRunner({
    ports,
    clock: ports.clock,
    emit,
    fanout,
    who: 'root@control',
    nextJob: noJournal().nextJob,
  });
  await runner.ended(runner.begin(planned.value) ?? 0);
  return {
    outcomes,
    sent,
    reasons: outcomes.map(({reason}) => reason),
    resets: sent.filter(each => /^reset/.test(each)),
  };
}

describe('reset --stop of a service that is reset on all its members or on none', () => {
  test.each([1, 2, 64])('stops all members before it empties any, %i nodes at a time', async fanout => {
    const {outcomes, sent} = await run('reset box --stop', cluster('running'), {fanout});
    expect(outcomes).toMatchObject([{kind: 'ok'}, {kind: 'ok'}, {kind: 'ok'}]);
    expect(sent.slice(0, 3).sort()).toEqual([`stop ${a}`, `stop ${b}`, `stop ${c}`]);
    expect(sent.slice(3).sort()).toEqual([`reset ${a}`, `reset ${b}`, `reset ${c}`]);
  });

  test.each([1, 64])('empties none where one cannot be stopped, and each says why; %i at a time', async fanout => {
    const stop = (node: string) => (node === c ? refused : null);
    const {outcomes, reasons, resets} = await run('reset box --stop', cluster('running'), {fanout, stop});
    expect(resets).toEqual([]);
    expect(outcomes).toMatchObject([
      {kind: 'failed', sent: true, state: 'stopped'},
      {kind: 'failed', sent: true, state: 'stopped'},
      {kind: 'failed'},
    ]);
    const sentence = `it is not known to be stopped on ${c}; nothing was removed here`;
    expect(reasons).toEqual([sentence, sentence, `${refused.reason}; nothing was removed`]);
  });

  test('empties none where of one nobody knows whether it has stopped', async () => {
    const stop = (node: string) => (node === b ? lost : null);
    const {outcomes, reasons, resets} = await run('reset box --stop', cluster('running'), {stop});
    expect(resets).toEqual([]);
    expect(outcomes).toMatchObject([{kind: 'failed'}, {kind: 'unknown'}, {kind: 'failed'}]);
    expect(reasons[0]).toBe(`it is not known to be stopped on ${b}; nothing was removed here`);
  });

  const sentence = 'box is reset on all its members or on none';
  test.each<[string, readonly Fact[], string]>([
    ['was started again', [isNow(a, 'running')], `${sentence}, and is not known to be stopped on ${a}`],
    [
      'went offline',
      [{type: 'node-lost', at: at(6), node: a, reason: 'gone'}],
      `${sentence}, and ${a} does not answer`,
    ],
    ['has not told what it is', [{type: 'epoch-began', at: at(6), node: a}], `${sentence}, and ${a} does not answer`],
    [
      'left the cluster',
      [
        {
          type: 'cluster-changed',
          at: at(6),
          nodes: [...cluster('running').nodes.values()].slice(1).map(row => row.spec),
        },
      ],
      `${sentence}, and is not known to be stopped on ${a}`,
    ],
    [
      'is another machine',
      [{type: 'machine-remembered', at: at(6), node: a, machine: 'another'}],
      `${sentence}, and is not known to be stopped on ${a}`,
    ],
  ])('empties none where a member %s since it was stopped', async (_what, stopped, why) => {
    const {reasons, resets} = await run('reset box --stop', cluster('running'), {fanout: 1, stopped});
    expect(resets).toEqual([]);
    expect(reasons).toEqual(Array.from({length: 3}, () => `${why}; nothing was removed here`));
  });
});

describe('what was confirmed counts, whatever came since', () => {
  test('a member that has come is not left out', async () => {
    const before = withServicesOn(cluster('stopped'), {[c]: []});
    const info = cluster('stopped').nodes.get(c)?.info ?? null;
    const meanwhile: readonly Fact[] = [{type: 'node-info-read', at: at(6), node: c, info}];
    const {outcomes, reasons, sent} = await run('reset box on 127.0.0.1-2 --stop', before, {meanwhile});
    expect(sent).toEqual([]);
    expect(outcomes).toMatchObject([
      {kind: 'failed', sent: false},
      {kind: 'failed', sent: false},
    ]);
    expect(reasons[0]).toMatch(/^box is reset on all its members or on none: 127.0.0.3 would be left out/);
  });

  test('a member that has nothing to say any more is one still', async () => {
    const meanwhile: readonly Fact[] = [{type: 'node-info-read', at: at(6), node: c, info: null}];
    const {sent, reasons} = await run('reset box --stop', cluster('running'), {meanwhile});
    expect(sent.filter(each => each.startsWith('reset'))).toEqual([]);
    expect(reasons[0]).toBe(`it is not known to be stopped on ${c}; nothing was removed here`);
  });

  test('a service of which that was not known is not reset', async () => {
    const before = withServicesOn(cluster('stopped'), {[a]: [serviceInfo('box')], [b]: [], [c]: []});
    const meanwhile: readonly Fact[] = [
      {type: 'node-info-read', at: at(6), node: a, info: cluster('stopped').nodes.get(a)?.info ?? null},
    ];
    const {sent, reasons} = await run('reset box on 127.0.0.1', before, {meanwhile});
    expect(sent).toEqual([]);
    expect(reasons).toEqual(['box is reset on all its members or on none, which was not known when this was planned']);
  });
});

describe('a member is known to be stopped', () => {
  const member = {node: a, watcher: 'box'};
  const state = cluster('stopped');

  test('where its node answers, has told what it is, and says so', () => {
    expect(isKnownStopped(member, state)).toBe(true);
    expect(isKnownStopped(member, cluster('running'))).toBe(false);
    expect(isKnownStopped({node: a, watcher: 'other'}, state)).toBe(false);
    expect(isKnownStopped({node: '127.0.0.9', watcher: 'box'}, state)).toBe(false);
  });

  test.each<[string, Fact]>([
    ['offline', {type: 'node-lost', at: at(6), node: a, reason: 'gone'}],
    ['silent about what it is', {type: 'epoch-began', at: at(6), node: a}],
  ])('but not where it is %s: what was heard last is no word of now', (_what, fact) => {
    const later = reduce(state, [fact]);
    expect(later.nodes.get(a)?.watchers.get('box')?.state).toBe('stopped');
    expect(isKnownStopped(member, later)).toBe(false);
  });
});

describe('a reset of stopped members', () => {
  test('goes on when all are stopped still', async () => {
    const {resets} = await run('reset box', cluster('stopped'), {fanout: 1});
    expect(resets).toHaveLength(3);
  });

  test('is none where one was started, or was found to have an orphan, since it was planned', async () => {
    const {resets} = await run('reset box', cluster('stopped'), {meanwhile: [isNow(b, 'running')]});
    expect(resets).toEqual([]);
    await expect(run('reset box', withOrphans(cluster('stopped'), b, 'box', [7]), {})).rejects.toThrow(
      /an orphan still runs/,
    );
  });
});

test('two watchers of such a service on one node are no member each', async () => {
  const twice = withServicesOn(cluster('stopped'), {[a]: [together, {...together, watcher: 'other'}]});
  await expect(run('reset box', twice, {})).rejects.toThrow(
    'box and other on 127.0.0.1 are both box: a node can have a service only once',
  );
});
